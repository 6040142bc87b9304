# Ответы оператора кассе.

ofd-refusal-shift-expired = Смена { $shift } открыта { $opened } и длится больше 24 часов. Закройте смену.
ofd-refusal-wrong-shift = В документе смена { $named }, а должна быть { $due }.
ofd-refusal-nothing-to-close = Открытой смены нет, последняя — { $last }.
ofd-refusal-autonomous-sign-reused = Автономный признак { $sign } уже использован { $used }.
ofd-refusal-counter = Счётчик { $counter } вышел за пределы.
ofd-refusal-not-enough-cash = Недостаточно наличных: в кассе { $drawer }, нужно { $taken }.
ofd-refusal-blocked = Касса заблокирована: { $reason }
ofd-refusal-deregistered = Касса снята с учёта.
ofd-refusal-too-many-vat-rates = В смене уже { $max } ставок НДС, больше не учитывается.
ofd-refusal-buyer-is-seller = Покупатель { $number } — сам продавец.
ofd-refusal-incorrect-data = Ошибка в данных, поле { $path }: { $message } (всего ошибок: { $count })
ofd-result-unknown-id = Касса с таким идентификатором не найдена.
ofd-result-invalid-token = Неверный токен. Получите новый токен в личном кабинете.
ofd-result-protocol-error = Сообщение не читается или версия протокола не поддерживается.
ofd-result-unknown-command = Неизвестная команда.
ofd-result-unsupported-command = Команда не поддерживается в этой версии протокола.
ofd-result-invalid-request-number = Номер запроса уже использован с другим токеном.
ofd-result-invalid-retry = Повтор запроса с другой командой.
ofd-result-cannot-cancel = Чек нельзя аннулировать. Оформите возврат.
ofd-result-invalid-login = Неверный логин или пароль.
ofd-result-no-such-barcode = Товар с таким штрихкодом не найден.
ofd-result-disconnected = Тариф кассы отключён.
ofd-result-unavailable = Сервис временно недоступен. Касса повторит отправку сама.
