# Страница проверки чека для покупателя.

consumer-title = Проверка чека
consumer-lead = Введите четыре значения с чека, и вы увидите, что о нем знает оператор фискальных данных. QR-код на чеке ведет сюда же.
consumer-find = Найти чек
consumer-find-hint = Все четыре значения должны совпасть.
consumer-field-sign = Фискальный признак или автономный номер
consumer-field-registration = Регистрационный номер кассы (РНМ)
consumer-field-total = Сумма чека
consumer-field-time = Дата и время на чеке
consumer-field-link = Ссылка из QR-кода
consumer-find-by-link = Или вставьте ссылку целиком
consumer-submit = Проверить
consumer-miss-title = Чек не найден
consumer-miss-meaning = Чека, у которого совпадают все четыре значения, здесь нет. Это еще не значит, что чек поддельный.
consumer-miss-next = Сверьте значения с бумагой. Если на чеке стоит «Автономный режим», касса передаст его в течение 72 часов: зайдите позже. Если чек так и не появится, обратитесь к продавцу.
consumer-lines = Позиции чека
consumer-column-number = Номер
consumer-column-name = Наименование
consumer-column-unit = Единица
consumer-column-price = Цена
consumer-column-quantity = Количество
consumer-column-total = Сумма
consumer-standing = Чек у оператора
consumer-known = Оператор фискальных данных принял этот чек.
consumer-known-autonomous = Касса выдала чек без связи и передала его оператору позже. Он принят.
consumer-waiting = Касса выдала чек без связи. Фискального признака оператора у него еще нет.
consumer-compare = Сравните продавца, сумму и время с вашим чеком. Если что-то отличается, сообщите в налоговый орган.
