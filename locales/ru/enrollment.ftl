# Постановка касс на учёт: заявления, статусы, сообщения. Формулировки — по руководствам кабинетов операторов.

application-title-enrollment = Налоговое заявление о постановке контрольно-кассовой машины на учет в налоговом органе
application-title-re-enrollment = Налоговое заявление об изменении регистрационных данных контрольно-кассовой машины
application-title-deregistration = Налоговое заявление о снятии контрольно-кассовой машины с учета в налоговом органе
application-title-write-off = Заявка на списание контрольно-кассовой машины
application-title-tariff-choice = Заявка на подключение и тарификацию Услуги
application-title-tariff-cancellation = Заявка на прекращение оказания Услуги
application-title-suspension = Заявка на приостановление услуги приема, обработки, хранения и передачи в неизменном виде фискальных данных в налоговые органы
application-title-registration-ru = Заявление о регистрации контрольно-кассовой техники
application-title-re-registration-ru = Заявление о перерегистрации контрольно-кассовой техники
application-title-deregistration-ru = Заявление о снятии контрольно-кассовой техники с регистрационного учета
application-title-card-kz = Регистрационная карточка контрольно-кассовой машины
application-title-card-ru = Карточка регистрации контрольно-кассовой техники

application-section-applicant = Налогоплательщик
application-section-reason = Причина
application-section-register = Данные кассы
application-section-place = Место использования
application-section-service = Обслуживание
application-section-storage = Фискальный накопитель

application-recipient = Кому
application-taxpayer-number = ИИН/БИН
application-inn = ИНН
application-taxpayer-name = Наименование (Ф.И.О.)
application-ogrn = ОГРН (ОГРНИП)
application-kpp = КПП
application-reason = Причина
application-register-model = Марка/модель
application-serial-number = Серийный/заводской номер
application-year = Год выпуска
application-registration-number = Регистрационный номер
application-usage = Условия применения
application-trade-point = Торговая точка
application-settlement-place = Место расчетов
application-tax-office = Код налогового органа
application-address = Адрес
application-former-address = Прежний адрес
application-ofd = Оператор фискальных данных
application-ofd-inn = ИНН оператора
application-tariff = Тарифный план
application-tariff-price = Стоимость
application-price-monthly = { $price } в месяц
application-connection = Тип подключения
application-suspension-from = Приостановить с
application-storage-model = Модель накопителя
application-storage-number = Номер накопителя
application-report-number = Отчет о регистрации: номер ФД
application-report-sign = Отчет о регистрации: ФПД
application-report-time = Отчет о регистрации: время
application-closing-number = Отчет о закрытии накопителя: номер ФД
application-closing-sign = Отчет о закрытии накопителя: ФПД
application-closing-time = Отчет о закрытии накопителя: время
application-enrolled-on = Дата регистрации

application-states-responsibility = Я несу полную ответственность за достоверность указанных данных, которые передаются в Комитет государственных доходов.
application-states-personal-data = Соглашаюсь на сбор и обработку персональных данных, необходимых для получения государственной услуги, оказываемой в рамках настоящего заявления.
application-states-unchangeable = Мне известно, что после регистрации модель, серийный/заводской номер и год выпуска не подвергаются корректировке и редактированию.
application-states-number-stays = Регистрационный номер кассы остаётся прежним.
application-states-suspension-terms = Услуга приостанавливается с первого числа следующего месяца. Тарификация возобновляется автоматически с момента передачи фискальной транзакции.
application-states-no-service = Мне известно, что без тарифа касса не работает.
application-states-tariff-terms = С условиями и ценами тарифного плана ознакомлен(а).
application-states-everything-sent = Смена закрыта, все данные переданы оператору фискальных данных; если касса похищена или утеряна, это указано в причине.
application-states-truth = Достоверность и полноту указанных сведений подтверждаю.

application-date = Дата заявления
application-signer = Подписал(а)
application-signed-at = Время подписи
application-signature-awaited = Документ ожидает подписи
application-hash = Контрольная сумма SHA-256

deregistration-cessation = Прекращение деятельности
deregistration-another-office = Изменение места использования, относящегося к другому налоговому органу
deregistration-technical-failure = Невозможность дальнейшего применения в связи с технической неисправностью контрольно-кассовой машины
deregistration-model-excluded = Исключение модели из государственного реестра контрольно-кассовых машин
deregistration-replaced = Замена на новую модель контрольно-кассовой машины
deregistration-theft-or-loss = Кража или утеря контрольно-кассовой машины
deregistration-ru-theft = Хищение
deregistration-ru-loss = Потеря
deregistration-ru-storage-broken = Поломка фискального накопителя
deregistration-ru-other = Прекращение применения

writeoff-worn-out = Износ или поломка
writeoff-disposed = Продажа или передача
writeoff-theft-or-loss = Кража или утеря

connection-wired = Проводной
connection-gprs = GPRS

reregistration-place = Изменение адреса или места установки
reregistration-ofd = Смена оператора фискальных данных
reregistration-machine = Изменение сведений об автоматическом устройстве
reregistration-storage = Замена фискального накопителя
reregistration-to-transfer = Переход в режим передачи данных
reregistration-to-no-transfer = Переход в режим без передачи данных
reregistration-user-name = Изменение наименования (Ф.И.О.) пользователя
reregistration-other = Иные причины

enrollment-state-draft = Черновик
enrollment-state-draft-older = Сохранённая
enrollment-state-submitted = Ожидает регистрацию в КГД
enrollment-state-submitted-older = Ожидает регистрацию
enrollment-state-awaiting-number = Ожидает РНМ
enrollment-state-under-review = На модерации
enrollment-state-enrolled = Зарегистрирована
enrollment-state-choose-tariff = Выбрать тариф
enrollment-state-active = Активна
enrollment-state-suspended = Временно выключена
enrollment-state-re-enrollment = Ожидает перерегистрацию
enrollment-state-deregistration = Ожидает снятия с учёта
enrollment-state-deregistered = Снята с учёта
enrollment-state-written-off = Списана

enrollment-trade-point-created = Торговая точка успешно создана
enrollment-trade-point-deleted = Торговая точка успешно удалена
enrollment-draft-saved = Все данные ККМ сохранены. В любой момент вы можете вернуться к регистрации, открыв сохраненную ККМ.
enrollment-sent = Запрос на регистрацию кассы отправлен. Обработка запроса может занять от 15 минут до 3-х дней. Следите за обновлением статуса кассы.
enrollment-done = Касса зарегистрирована в КГД. Выберите тариф, чтобы начать работу.
enrollment-tariff-chosen = Тариф успешно выбран
enrollment-tariff-cancelled = Тариф отключён. Снова доступны выбор тарифа и снятие с учёта.
enrollment-suspension-ordered = Услуга будет приостановлена с первого числа следующего месяца и возобновится с первой фискальной транзакцией.
enrollment-re-enrollment-sent = Запрос на перерегистрацию кассы отправлен. Обработка запроса может занять от 15 минут до 3-х дней. Следите за обновлением статуса кассы.
enrollment-re-enrolled = Касса успешно перерегистрирована
enrollment-deregistration-sent = Запрос на снятие кассы с учета отправлен. Обработка запроса может занять от 15 минут до 3-х дней. Следите за обновлением статуса кассы.
enrollment-token-once = Сохраните токен: он показывается один раз, прежний токен больше не действует.
enrollment-nearest-settlement = В случае если Ваша торговая точка находится вне населенного пункта, необходимо выбрать ближайший населённый пункт.
enrollment-divided-city = Если населенный пункт разбит на районы, выберите район.
enrollment-responsibility = Вы несете полную ответственность за достоверность указанных Вами данных, которые в дальнейшем передаются в Комитет государственных доходов.
enrollment-unchangeable = После регистрации ККМ внесенные данные (модель, серийный/заводской номер, год выпуска) не подвергаются корректировке и редактированию.
enrollment-create-trade-point-first = Перед перерегистрацией создайте торговую точку с новым адресом, если таковая еще не создана.
enrollment-renewal-due = Необходимо продлять

enrollment-guard-shift-open = Смена открыта с { $since }: закройте её.
enrollment-guard-unsent =
    { $count ->
        [one] Оператору не передано не менее { $count } документа: дождитесь передачи.
       *[other] Оператору не передано не менее { $count } документов: дождитесь передачи.
    }
enrollment-guard-tariff-active = Тариф подключён: отключите его.
enrollment-refused-another-office = Торговая точка относится к налоговому органу { $target }, а касса стоит на учёте в { $current }. Снимите кассу с учёта и зарегистрируйте заново.
enrollment-refused-same-trade-point = Касса уже стоит на учёте в этой торговой точке.
enrollment-refused-tariff-active = Тариф «{ $plan }» уже подключён. Чтобы выбрать другой, сначала отключите его.
enrollment-refused-tariff-absent = Тариф не подключён: сначала выберите его.
enrollment-refused-tariff-not-offered = Тариф «{ $plan }» сейчас не предлагается: выберите другой.
enrollment-refused-suspension-ordered = Услуга уже будет приостановлена с { $from }.
enrollment-refused-state = Сейчас это невозможно: статус кассы «{ $state }».
enrollment-refused-another-application = Ответ относится к другому заявлению.
