# Оператордың кассаға жауаптары.

ofd-refusal-shift-expired = { $shift }-ауысым { $opened } ашылған, 24 сағаттан асты. Ауысымды жабыңыз.
ofd-refusal-wrong-shift = Құжатта { $named }-ауысым көрсетілген, ал { $due }-ауысым болуы керек.
ofd-refusal-nothing-to-close = Ашық ауысым жоқ, соңғысы — { $last }.
ofd-refusal-autonomous-sign-reused = { $sign } автономды белгісі { $used } қолданылған.
ofd-refusal-counter = { $counter } санауышы шектен шықты.
ofd-refusal-not-enough-cash = Қолма-қол ақша жеткіліксіз: кассада { $drawer }, қажеті { $taken }.
ofd-refusal-blocked = Касса бұғатталған: { $reason }
ofd-refusal-deregistered = Касса есептен шығарылған.
ofd-refusal-too-many-vat-rates = Ауысымда ҚҚС-тың { $max } мөлшерлемесі бар, артығы есептелмейді.
ofd-refusal-buyer-is-seller = Сатып алушы { $number } — сатушының өзі.
ofd-refusal-incorrect-data = Деректерде қате, { $path } өрісі: { $message } (барлық қате саны: { $count })
ofd-result-unknown-id = Мұндай идентификаторы бар касса табылмады.
ofd-result-invalid-token = Токен қате. Жеке кабинеттен жаңа токен алыңыз.
ofd-result-protocol-error = Хабарлама оқылмайды немесе хаттама нұсқасына қолдау жоқ.
ofd-result-unknown-command = Белгісіз команда.
ofd-result-unsupported-command = Хаттаманың бұл нұсқасында команда қолданылмайды.
ofd-result-invalid-request-number = Сұрау нөмірі басқа токенмен қолданылған.
ofd-result-invalid-retry = Сұрау басқа командамен қайталанды.
ofd-result-cannot-cancel = Чекті жоюға болмайды. Қайтару рәсімдеңіз.
ofd-result-invalid-login = Логин немесе құпиясөз қате.
ofd-result-no-such-barcode = Мұндай штрихкоды бар тауар табылмады.
ofd-result-disconnected = Касса тарифі өшірілген.
ofd-result-unavailable = Қызмет уақытша қолжетімсіз. Касса өзі қайта жібереді.
