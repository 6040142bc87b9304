# Қазақстандық чектер мен есептердің сөздері; қағазда орысшадан бұрын тұрады.

# Чек

currency-tenge = ₸
kz-taxpayer-number = ЖСН (БСН)
kz-vat-certificate = ҚҚС сериясы
kz-sell = Сатылым
kz-sell-return = Сату бойынша қайтарым
kz-buy = Сатып алу
kz-buy-return = Сатып алу бойынша қайтарым
kz-copy = ҚҰЖАТТЫҢ КӨШІРМЕСІ
kz-control = БАҚЫЛАУ ЧЕГІ
kz-autonomous = Автономды режим
kz-shift = Ауысым
kz-document = Құжат
kz-number-in-shift = Ауысымдағы чек №
kz-cashier = Кассир
kz-vat-included = Оның ішінде ҚҚС
kz-vat-on-top = Үстінен ҚҚС
kz-discount = Жеңілдік
kz-markup = Үстеме
kz-total = БАРЛЫҒЫ
kz-cash = Қолма-қол ақшамен
kz-card = Картамен
kz-credit = Несиеге
kz-tare = Ыдыспен
kz-mobile = Мобильді (QR)
kz-tendered = Алынды
kz-change = Қайтарым
kz-buyer-number = Сатып алушының ЖСН (БСН)
kz-ntin = НТИН
kz-barcode = Штрихкод
kz-marking = Таңбалау коды
kz-unnamed = Атауы жоқ тауар
kz-parent = Негіздеме чек
kz-parent-sign = Фискалдық белгі
kz-parent-total = Сомасы
kz-time = Уақыты

# Қызмет салалары

kz-account = Жеке шот
kz-correction = Түзету №
kz-correction-sum = Түзету сомасы
kz-fuel-card = Отын картасы
kz-car-number = Мемлекеттік нөмір
kz-ride-ordered = Тапсырыс бойынша
kz-ride-hailed = Тапсырыссыз
kz-fare = Тариф
kz-parking-from = Тұрақ басталуы
kz-parking-until = Тұрақ аяқталуы

# Нөмірлер: әр оператордың өз қысқартулары бар

kz-sign-short = ФБ
kz-sign-long = Фискалдық белгі
kz-registration-both = МТН (КТН)
kz-registration-machine = МТН
kz-registration-register = КТН
kz-serial-both = МЗН (КЗН)
kz-serial-machine = МЗН
kz-serial-register = КЗН
kz-device-id = КСН
kz-ofd = ФДО
kz-lookup = Чекті тексеру
kz-qr = Чекті тексеруге арналған QR-код

# Есептер және қолма-қол ақша

kz-x = X: нөлге түсірілмейтін есеп
kz-z = Z: нөлге түсірілетін есеп
kz-sections = Бөлімдер бойынша есеп
kz-cashiers = Кассирлер бойынша есеп
kz-deposit = Енгізу
kz-withdrawal = Алу
kz-deposits = Енгізулер
kz-closing = Ауысымды жабу
kz-closing-without-report = Есепсіз
kz-withdrawals = Алулар
kz-amount = Сомасы
kz-opened = Ауысым ашылды
kz-closed = Ауысым жабылды
kz-start-totals = Ауысым басындағы нөлденбейтін сомалар
kz-end-totals = Ауысым соңындағы нөлденбейтін сомалар
kz-now-totals = Нөлденбейтін сомалар
kz-receipts = Чектер
kz-receipts-ever = Барлық чектер
kz-movements-ever = Барлық операциялар
kz-without-operator = Оның ішінде автономды
kz-section = Бөлім
kz-by-section = Бөлімдер бойынша: позициялар мен жеңілдіксіз сомалар
kz-no-sections = Позициялар жоқ
kz-no-cashiers = Чектер жоқ
kz-vat = ҚҚС
kz-turnover = Айналым
kz-turnover-without-vat = ҚҚС-сыз айналым
kz-vat-amount = ҚҚС сомасы
kz-drawer = Кассадағы қолма-қол ақша
kz-revenue = Кіріс
kz-cashier-cash = Ауысымдағы қолма-қол ақша
kz-checksum = Бақылау сомасы
kz-made-by-ofd = Фискалдық деректер операторы құрған

# Өлшем бірліктері

kz-unit-796 = Дана
kz-unit-116 = Килограмм
kz-unit-5114 = Қызмет
kz-unit-006 = Метр
kz-unit-112 = Литр
kz-unit-021 = Өткел қума метр
kz-unit-168 = Тонна
kz-unit-356 = Сағат
kz-unit-359 = Тәулік
kz-unit-360 = Апта
kz-unit-362 = Ай
kz-unit-003 = Миллиметр
kz-unit-004 = Сантиметр
kz-unit-005 = Дециметр
kz-unit-642 = Бірлік
kz-unit-008 = Километр
kz-unit-160 = Гектограмм
kz-unit-161 = Миллиграмм
kz-unit-162 = Метрлік карат
kz-unit-163 = Грамм
kz-unit-164 = Микрограмм
kz-unit-110 = Куб миллиметр
kz-unit-111 = Миллилитр
kz-unit-055 = Шаршы метр
kz-unit-059 = Гектар
kz-unit-061 = Шаршы километр
kz-unit-625 = Парақ
kz-unit-728 = Бума
kz-unit-736 = Орам
kz-unit-778 = Орама
kz-unit-868 = Бөтелке
kz-unit-931 = Жұмыс
kz-unit-113 = Куб метр
kz-unit-000 = Белгісіз
