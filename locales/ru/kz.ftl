# Слова казахстанских чеков и отчетов; на бумаге они стоят после казахских.

# Чек

currency-tenge = ₸
kz-taxpayer-number = ИИН (БИН)
kz-vat-certificate = НДС серия
kz-sell = Продажа
kz-sell-return = Возврат продажи
kz-buy = Покупка
kz-buy-return = Возврат покупки
kz-copy = КОПИЯ ДОКУМЕНТА
kz-control = КОНТРОЛЬНЫЙ ЧЕК
kz-autonomous = Автономный режим
kz-shift = Смена
kz-document = Документ
kz-number-in-shift = Чек за смену №
kz-cashier = Кассир
kz-vat-included = В т.ч. НДС
kz-vat-on-top = НДС сверху
kz-discount = Скидка
kz-markup = Наценка
kz-total = ИТОГО
kz-cash = Наличными
kz-card = Картой
kz-credit = В кредит
kz-tare = Тарой
kz-mobile = Мобильный (QR)
kz-tendered = Получено
kz-change = Сдача
kz-buyer-number = ИИН (БИН) покупателя
kz-ntin = НТИН
kz-barcode = Штрихкод
kz-marking = Код маркировки
kz-unnamed = Товар без названия
kz-parent = Чек-основание
kz-parent-sign = Фискальный признак
kz-parent-total = Сумма
kz-time = Время

# Виды деятельности

kz-account = Лицевой счёт
kz-correction = Корректировка №
kz-correction-sum = Сумма корректировки
kz-fuel-card = Топливная карта
kz-car-number = Гос. номер
kz-ride-ordered = По заказу
kz-ride-hailed = Без заказа
kz-fare = Тариф
kz-parking-from = Парковка с
kz-parking-until = Парковка по

# Номера: у каждого оператора свои сокращения

kz-sign-short = ФП
kz-sign-long = Фискальный признак
kz-registration-both = РНМ
kz-registration-machine = РНМ
kz-registration-register = РНМ
kz-serial-both = ЗНМ
kz-serial-machine = ЗНМ
kz-serial-register = ЗНМ
kz-device-id = ИНК
kz-ofd = ОФД
kz-lookup = Проверка чека
kz-qr = QR-код для проверки чека

# Отчеты и движение наличных

kz-x = X: отчёт без гашения
kz-z = Z: отчёт с гашением
kz-sections = Отчёт по секциям
kz-cashiers = Отчёт по кассирам
kz-deposit = Внесение
kz-withdrawal = Изъятие
kz-deposits = Внесения
kz-closing = Закрытие смены
kz-closing-without-report = Без отчёта
kz-withdrawals = Изъятия
kz-amount = Сумма
kz-opened = Смена открыта
kz-closed = Смена закрыта
kz-start-totals = Необнуляемые суммы на начало смены
kz-end-totals = Необнуляемые суммы на конец смены
kz-now-totals = Необнуляемые суммы
kz-receipts = Чеков
kz-receipts-ever = Чеков всего
kz-movements-ever = Операций всего
kz-without-operator = Из них автономно
kz-section = Секция
kz-by-section = По секциям: позиции и суммы без скидок
kz-no-sections = Позиций нет
kz-no-cashiers = Чеков нет
kz-vat = НДС
kz-turnover = Оборот
kz-turnover-without-vat = Оборот без НДС
kz-vat-amount = Сумма НДС
kz-drawer = Наличные в кассе
kz-revenue = Выручка
kz-cashier-cash = Наличными за смену
kz-checksum = Контрольная сумма
kz-made-by-ofd = Сформировано оператором фискальных данных

# Единицы измерения

kz-unit-796 = Штука
kz-unit-116 = Килограмм
kz-unit-5114 = Услуга
kz-unit-006 = Метр
kz-unit-112 = Литр
kz-unit-021 = Погонный метр
kz-unit-168 = Тонна
kz-unit-356 = Час
kz-unit-359 = Сутки
kz-unit-360 = Неделя
kz-unit-362 = Месяц
kz-unit-003 = Миллиметр
kz-unit-004 = Сантиметр
kz-unit-005 = Дециметр
kz-unit-642 = Единица
kz-unit-008 = Километр
kz-unit-160 = Гектограмм
kz-unit-161 = Миллиграмм
kz-unit-162 = Метрический карат
kz-unit-163 = Грамм
kz-unit-164 = Микрограмм
kz-unit-110 = Кубический миллиметр
kz-unit-111 = Миллилитр
kz-unit-055 = Квадратный метр
kz-unit-059 = Гектар
kz-unit-061 = Квадратный километр
kz-unit-625 = Лист
kz-unit-728 = Пачка
kz-unit-736 = Рулон
kz-unit-778 = Упаковка
kz-unit-868 = Бутылка
kz-unit-931 = Работа
kz-unit-113 = Метр кубический
kz-unit-000 = Неизвестно
