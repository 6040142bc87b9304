# Слова страниц.

page-skip = К содержанию
page-language = Язык
page-theme = Оформление
page-theme-system = Как в системе
page-theme-light = Светлое
page-theme-dark = Тёмное
page-theme-contrast = Контрастное
page-footer = Qassa — открытая платформа фискальных данных. Работает на вашем сервере, код открыт.
page-receipt = Чек
page-save = Сохранить чек
page-as-text = Текст
page-print = Печать
page-share = Поделиться
page-copied = Ссылка скопирована
page-link = Ссылка на чек
page-verify = Проверить подлинность
page-verify-how = Отсканируйте QR-код в приложении налоговой службы «Проверка чеков»: оно покажет, что чек учтён.

delivery-title = Где чек сейчас
delivery-issued = Касса
delivery-sealed = Чек сформирован
delivery-ofd = Оператор фискальных данных
delivery-tax-authority = Налоговая служба
delivery-waiting = Ожидает передачи
delivery-accepted = Принят
delivery-refused = Отклонён
delivery-waiting-next = Чек уже действителен. Он будет передан автоматически: от вас ничего не требуется.
delivery-refused-next = Деньги приняты, чек у вас. Продавец должен исправить ошибку: обратитесь к нему с этим чеком.

index-title = Чеки и фискальные данные
index-heading = Каждая продажа — один чек, и он не теряется
index-lead = Qassa принимает продажи магазинов, распределяет их по кассам, передаёт чеки оператору и налоговой службе и приносит их покупателю.
index-point-once = Ровно один чек на продажу — и после обрыва связи, и после перезапуска.
index-point-law = Форматы фискальных документов 1.05, 1.1 и 1.2, маркировка, коррекции, ставки НДС.
index-point-open = Открытый код, одна программа, совместимый API: существующие модули магазинов работают без изменений.
index-api-docs = Документация API (JSON)
index-sandbox = Открыть песочницу
index-find = Найти свой чек
index-find-hint = Введите три числа с бумажного чека: они напечатаны внизу, рядом с QR-кодом.
index-field-storage = ФН — номер фискального накопителя, 16 цифр
index-field-document = ФД — номер фискального документа
index-field-sign = ФПД — фискальный признак
index-find-by-qr = Или вставьте текст QR-кода
index-field-qr = Текст QR-кода
index-find-submit = Показать чек
index-find-malformed = Не удалось прочитать числа. Нужны все три: ФН из 16 цифр, ФД и ФПД.
index-find-unknown = Такого чека здесь нет. Проверьте числа; если они верны, чек выдан через другую систему — спросите продавца.

error-address-title = Такой страницы нет
error-address-meaning = Адрес набран с ошибкой, или страницу убрали.
error-address-next = Проверьте адрес или начните с главной страницы.
error-receipt-title = Чек не найден
error-receipt-meaning = По этой ссылке чека нет: она набрана не полностью или доступ по ней закрыт. С деньгами и самим чеком ничего не случилось.
error-receipt-next = Откройте ссылку из письма целиком или найдите чек по числам с бумаги.
error-method-title = Так эта страница не открывается
error-method-meaning = Страница получила запрос другого вида, чем ожидала. Ничего не изменилось.
error-unavailable-title = Сервис временно не отвечает
error-unavailable-meaning = Сейчас показать страницу не получается. Принятые чеки и деньги в сохранности.
error-unavailable-next = Повторите через полминуты. Если не поможет, сообщите продавцу.
error-server-title = Произошла ошибка на нашей стороне
error-to-start = На главную

sandbox-title = Песочница
sandbox-lead = Вся платформа на одном столе: двигайте время, ломайте кассы, отправляйте чеки и смотрите, что с ними происходит. Документы не имеют юридической силы.
sandbox-live = Обновляется само
sandbox-not-live = Связь потеряна, пробуем снова
sandbox-reload = Обновите страницу, чтобы увидеть изменения
sandbox-clock = Часы платформы, МСК
sandbox-clock-real = Идут вместе с настоящим временем
sandbox-clock-ahead = Впереди настоящего времени на { $days } д { $hours } ч { $minutes } мин
sandbox-clock-behind = Отстаёт от настоящего времени на { $days } д { $hours } ч { $minutes } мин
sandbox-clock-hour = +1 ч
sandbox-clock-day = +24 ч
sandbox-clock-month = +30 дней
sandbox-clock-reset = Настоящее время
sandbox-clock-set = Поставить точно
sandbox-clock-moment = Дата и время
sandbox-clock-apply = Поставить
sandbox-tasks = Путь чека
sandbox-no-tasks = Чеков ещё нет. Отправьте пример — и увидите каждый шаг.
sandbox-open-receipt = Открыть чек
sandbox-registers = Кассы
sandbox-no-registers = Касс нет.
sandbox-storage = ФН
sandbox-documents = Документов:
sandbox-unsent = { $count ->
    [one] { $count } не передан
    [few] { $count } не переданы
   *[other] { $count } не передано
}
sandbox-storage-fill = Заполнение накопителя
sandbox-fault = Неисправность
sandbox-fault-apply = Применить
sandbox-mails = Почта покупателей
sandbox-no-mails = Писем ещё нет.
sandbox-callbacks = Уведомления магазину
sandbox-no-callbacks = Уведомлений ещё нет. Они уходят, когда в запросе указан callback_url.
sandbox-callback-body = Содержание
sandbox-taxes = Налоговая служба (имитация)
sandbox-no-taxes = Документов ещё не поступало.
sandbox-problem-unknown = Не найдено: { $what }. Ничего не изменено.
sandbox-problem-refused = Отказано: { $why }. Ничего не изменено.
sandbox-problem-failed = Не получилось: { $why }. Повторите через минуту.

sample-sale = Отправить чек
sample-return = Возврат
sample-marked = Маркированный товар
sample-correction = Коррекция

outcome-running = В работе
outcome-done = Готов
outcome-unknown = Выясняется
outcome-failed = Ошибка
stage-accepted = Принят
stage-queued = В очереди
stage-leased = Взят кассой
stage-sealed = Фискализирован
stage-operator-confirmed = Подтверждён оператором
stage-tax-authority-accepted = Принят налоговой службой
stage-mail-sent = Письмо отправлено
stage-callback-delivered = Магазин уведомлён
stage-under-way = Выполняется
stage-waiting = Ожидает
stage-failed = Не удалось: документа нет, повторить безопасно
stage-unknown = Ответа нет: спрашиваем кассу, второй чек не появится
stage-not-reached = Не дошёл
duration-ms = +{ $amount } мс
duration-s = +{ $amount } с
duration-min = +{ $amount } мин

phase-shift-closed = Смена закрыта
phase-shift-open = Смена { $number } открыта
phase-shift-expired = Смена { $number } дольше 24 часов
phase-blocked = Заблокирована
phase-unreachable = Не отвечает
fault-none = Исправна
fault-no-answer = Не отвечает
fault-lost-answer = Ответ теряется после фискализации
fault-slow = Отвечает медленно
fault-exhausted = Накопитель исчерпан
fault-clock-wrong = Часы кассы сбились
fault-crash = Падает перед отчётом

callback-delivered = Доставлено, HTTP { $status }
callback-retrying = Повтор в { $at }
callback-dead = Не доставлено
callback-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[other] { $count } попыток
}
tax-accepted = Принят
tax-refused = Отклонён

mailbox-back = ← В песочницу
mailbox-from = От
mailbox-to = Кому
mailbox-at = Время
mailbox-text = Текстовая часть
