# Answers of the core
core-rc-ok = Готово
core-rc-not-json = Тело запроса — не объект JSON
core-rc-wrong-fields = Есть неверные поля: все они перечислены
core-rc-not-signed-in = Нужен ПИН-код или токен
core-rc-wrong-pin = Неверный ПИН-код или токен
core-rc-pin-locked = Слишком много неверных ПИН-кодов: вход закрыт на 5 минут. Кассы работают
core-rc-pin-must-change = Сначала смените ПИН-код
core-rc-not-permitted = У этой роли нет права на операцию
core-rc-register-unknown = Такой кассы нет
core-rc-document-unknown = Такого документа нет
core-rc-key-missing = Нужен заголовок Idempotency-Key
core-rc-key-conflict = Этот ключ уже использован с другим содержанием
core-rc-still-working = Результат ещё не известен: повторите запрос с тем же ключом
core-rc-not-set-up = Касса ещё не настроена
core-rc-already-set-up = Касса уже настроена
core-rc-answer-pending = Предыдущий документ ждёт ответа оператора
core-rc-shift-expired = Смена открыта больше 24 часов: закройте её
core-rc-nothing-to-close = Открытой смены нет
core-rc-autonomous-too-long = Больше 72 часов без связи с оператором: касса заблокирована, пока не отправит все документы
core-rc-not-enough-cash = В кассе недостаточно наличных
core-rc-blocked-by-operator = Касса заблокирована оператором
core-rc-token-refused = Оператор не принимает токен: введите новый
core-rc-id-refused = Оператор не знает системный идентификатор
core-rc-protocol-fault = Оператор не понимает кассу: нужна помощь поддержки
core-rc-queue-refused = Оператор не принимает первый документ очереди
core-rc-clock-behind = Часы отстают от последнего документа
core-rc-clock-behind-operator = Часы отстают от данных оператора
core-rc-counter-full = Счётчик кассы переполнен
core-rc-nothing-to-copy = Чеков ещё нет
core-rc-nothing-to-resume = Касса не ждёт вмешательства
core-rc-operator-refused = Оператор отказал: документ не оформлен
core-rc-not-issued = Смена закрыта, но чек не оформлен
core-rc-operator-unreachable = Нет связи с сервером оператора
core-rc-serial-taken = Заводской номер занят
core-rc-limit-reached = Достигнут предел числа записей
core-rc-pin-unusable = ПИН-код: от 4 до 12 цифр, не одинаковых и не занятых
core-rc-person-unknown = Такого сотрудника нет
core-rc-host-refused = Неизвестное имя сервера
core-rc-origin-refused = Запрос пришёл с другого сайта
core-rc-too-large = Слишком большой запрос
core-rc-address-unknown = Такого адреса нет
core-rc-wrong-method = Адрес не принимает этот метод
core-rc-journal-unavailable = Журнал недоступен: операция не выполнена, повторите с тем же ключом
core-rc-last-administrator = Должен остаться хотя бы один администратор
core-rc-not-refused = Оператор не отказывал в этом документе: отложить его нельзя
core-rc-not-set-aside = Этот документ не отложен
core-rc-queue-does-not-fit = В очереди есть документы, которые не передать в другой версии протокола: сначала отправьте их
core-rc-other-register = По этому адресу отвечают за другую кассу
core-rc-changed-meanwhile = Сервер тем временем изменили: проверьте настройки и повторите
core-rc-internal = Внутренняя ошибка: подробности в журнале программы

# Roles
core-role-cashier = Кассир
core-role-senior_cashier = Старший кассир
core-role-administrator = Администратор
core-role-inspector = Инспектор

# Configurator: signing in
core-title = Конфигуратор кассы
core-pin = ПИН-код администратора
core-connect = Подключиться
core-connected = Соединение с сервером успешно установлено
core-first-pin = При первом входе ПИН-код — 0000, его нужно сменить.
core-pin-change = Смена ПИН-кода
core-pin-change-why = Первый ПИН-код известен всем. Пока он не сменён, ничего другого сделать нельзя.
core-pin-new = Новый ПИН-код
core-pin-repeat = Новый ПИН-код ещё раз
core-pin-rule = От 4 до 12 цифр, не все одинаковые.
core-pin-differs = ПИН-коды не совпадают
core-pin-changed = ПИН-код изменён
core-save = Сохранить
core-cancel = Отмена
core-sign-out = Выйти
core-skip = К содержанию
core-language = Язык
core-theme = Оформление
core-theme-light = Светлое
core-theme-dark = Тёмное

# Notices of a register
core-notice-clock = Часы отстают от последнего документа ({ $at }): исправьте время
core-notice-clock-operator = Часы отстают от данных оператора ({ $at }): исправьте время
core-notice-shift-expired = Смена № { $number } открыта с { $at }, больше 24 часов: закройте её
core-notice-shift-nears-end = Смена № { $number }: 24 часа истекают { $at }
core-notice-autonomous-nears-end = Без связи с оператором: продажи остановятся { $at }
core-notice-set-aside = { $count ->
    [one] Отложен { $count } документ: у оператора его нет
    [few] Отложено { $count } документа: у оператора их нет
   *[other] Отложено { $count } документов: у оператора их нет
 }
core-notice-autonomous = Автономный режим с { $at }, в очереди { $count } { $count ->
    [one] документ
    [few] документа
   *[other] документов
 }
core-notice-sandbox = Песочница: часы можно переводить, чеки не имеют силы

# Configurator: registers
core-registers = Кассы
core-people = Сотрудники
core-create-new = Создать новую кассу
core-create-new-why = Программа создаст заводской номер: он нужен, чтобы зарегистрировать кассу у оператора.
core-add-existing = Добавить существующую кассу
core-add-existing-why = Касса уже зарегистрирована: есть системный идентификатор и токен.
core-empty = Касс пока нет. Создайте новую или добавьте существующую.
core-platform-production = Рабочая
core-platform-test = Тестовая
core-platform-choose = Выберите площадку, с которой будет работать касса
core-create = Создать
core-created = Новая касса создана
core-created-next = Скопируйте и сохраните заводской номер и год выпуска. Зарегистрируйте с ними кассу в кабинете оператора, получите токен и вернитесь сюда.
core-serial = Заводской номер (ЗНМ)
core-year = Год выпуска
core-copy = Копировать
core-copied = Скопировано
core-server = Сервер ОФД
core-server-hint = Адрес и порт, например ofd.example.kz:7777
core-device-id = Системный идентификатор
core-token = Токен
core-name = Наименование
core-vat = Сведения об НДС
core-vat-series = Серия НДС
core-vat-number = Номер НДС
core-rollover = Закрывать смену автоматически через 24 часа
core-version = Версия протокола
core-add-register = Добавить кассу
core-added = Касса добавлена, оператор ответил
core-optional = необязательно
core-field-missing = Заполните это поле
core-field-wrong = Проверьте значение: { $hint }

# Configurator: one register
core-mode-setup = Ожидает настройки
core-mode-online = На связи
core-mode-autonomous = Автономный режим
core-mode-blocked = Заблокирована
core-state = Состояние
core-registration-number = Регистрационный номер (РНМ)
core-taxpayer = ИИН/БИН
core-shift = Смена
core-shift-open = № { $number }, открыта { $at }
core-shift-closed = закрыта, последняя № { $number }
core-drawer = Наличные в кассе
core-queue = Очередь
core-queue-empty = пуста
core-queue-of = { $count } { $count ->
    [one] документ
    [few] документа
   *[other] документов
 }, с { $at }
core-queue-left = до блокировки { $hours } ч
core-last-exchange = Последний обмен с оператором
core-never = ещё не было
core-test = Проверить связь
core-test-ok = Оператор ответил за { $ms } мс
core-test-refused = Оператор ответил с кодом { $result }
core-settings = Настройки
core-token-new = Ввести новый токен
core-token-entered = Токен введён
core-resume = Продолжить после исправления
core-resumed = Касса продолжает работу
core-log = Журнал обмена
core-log-empty = Обменов ещё не было
core-log-time = Время
core-log-purpose = Запрос
core-log-result = Результат
core-log-no-answer = нет ответа
core-log-took = мс
core-purpose-document = Документ
core-purpose-report = X-отчёт
core-purpose-info = Данные регистрации
core-purpose-system = Опрос
core-documents = Последние документы
core-documents-empty = Документов ещё нет
core-kind-receipt = Чек
core-kind-movement = Внесение или изъятие
core-kind-closing = Z-отчёт
core-sent = у оператора
core-unsent = в очереди
core-stopped = Касса остановлена: решение за администратором
core-resume-why = Если причина устранена у оператора или в настройках, отправьте документ ещё раз.
core-set-aside = Отложить документ
core-set-aside-of = Оператор не примет документ № { $number } никогда
core-set-aside-why = Документ останется в журнале и в счётчиках кассы, но у оператора его не будет, пока его не отправят снова. Очередь пойдёт дальше. Если деньги получены или возвращены, оформите верный документ.
core-set-aside-look = Посмотреть документ
core-set-aside-reason = Причина для журнала
core-set-aside-done = Документ отложен
core-set-aside-list = Отложенные документы
core-set-aside-next = У оператора этих документов нет. Когда причина отказа устранена, отправьте их снова.
core-aside = отложен
core-send-again = Отправить снова
core-sent-again = Отложенный документ отправляется снова
core-settings-changed = Настройки изменены
core-settings-hint = Новый сервер сначала спрашивают, знает ли он эту кассу. Более новую версию протокола включают, если очередь передаётся и в ней, более старую — когда очередь пуста.
core-document = Документ
core-sign = Фискальный признак
core-operator = У оператора
core-print = Печать
core-events = События кассы
core-events-empty = Событий ещё не было
core-event = Событие
core-event-detail = Подробности
core-event-set-up = Касса настроена
core-event-set-aside-taken = Оператор принял отложенный документ
core-event-refused = Оператор отказал в документе
core-event-counters-adopted = Приняты счётчики оператора
core-event-report-differs = X-отчёт оператора отличается
core-back = Все кассы

# Configurator: people
core-person-code = Код
core-person-name = Имя на чеке
core-person-role = Роль
core-person-pin = Первый ПИН-код
core-person-add = Добавить сотрудника
core-person-saved = Сотрудник сохранён
core-person-off = отключён
core-person-turn-off = Отключить
core-person-turn-on = Включить
core-person-token = Выпустить токен
core-person-token-once = Токен показывается один раз: скопируйте его сейчас.
core-not-yours = Конфигуратор открыт только администратору.
