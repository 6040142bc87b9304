# Кассаларды есепке қою: өтініштер, мәртебелер, хабарламалар.

application-title-enrollment = Бақылау-касса машинасын салық органында есепке қою туралы салықтық өтініш
application-title-re-enrollment = Бақылау-касса машинасының тіркеу деректерін өзгерту туралы салықтық өтініш
application-title-deregistration = Бақылау-касса машинасын салық органының есебінен шығару туралы салықтық өтініш
application-title-write-off = Бақылау-касса машинасын есептен шығаруға өтінім
application-title-tariff-choice = Қызметті қосуға және тарифтеуге өтінім
application-title-tariff-cancellation = Қызмет көрсетуді тоқтатуға өтінім
application-title-suspension = Фискалдық деректерді қабылдау, өңдеу, сақтау және салық органдарына өзгеріссіз беру қызметін тоқтата тұруға өтінім
application-title-registration-ru = Бақылау-касса техникасын тіркеу туралы өтініш (Ресей)
application-title-re-registration-ru = Бақылау-касса техникасын қайта тіркеу туралы өтініш (Ресей)
application-title-deregistration-ru = Бақылау-касса техникасын тіркеу есебінен шығару туралы өтініш (Ресей)
application-title-card-kz = Бақылау-касса машинасының тіркеу карточкасы
application-title-card-ru = Бақылау-касса техникасын тіркеу карточкасы (Ресей)

application-section-applicant = Салық төлеуші
application-section-reason = Себебі
application-section-register = Касса деректері
application-section-place = Пайдалану орны
application-section-service = Қызмет көрсету
application-section-storage = Фискалдық жинақтауыш

application-recipient = Кімге
application-taxpayer-number = ЖСН/БСН
application-inn = СТН (ИНН)
application-taxpayer-name = Атауы (Т.А.Ә.)
application-ogrn = ОГРН (ОГРНИП)
application-kpp = КПП
application-reason = Себебі
application-register-model = Маркасы/үлгісі
application-serial-number = Сериялық/зауыттық нөмірі
application-year = Шығарылған жылы
application-registration-number = Тіркеу нөмірі
application-usage = Қолдану шарттары
application-trade-point = Сауда нүктесі
application-settlement-place = Есеп айырысу орны
application-tax-office = Салық органының коды
application-address = Мекенжайы
application-former-address = Бұрынғы мекенжайы
application-ofd = Фискалдық деректер операторы
application-ofd-inn = Оператордың СТН-і (ИНН)
application-tariff = Тарифтік жоспар
application-tariff-price = Құны
application-price-monthly = айына { $price }
application-connection = Қосылу түрі
application-suspension-from = Тоқтата тұру күні
application-storage-model = Жинақтауыш үлгісі
application-storage-number = Жинақтауыш нөмірі
application-report-number = Тіркеу туралы есеп: ФҚ нөмірі
application-report-sign = Тіркеу туралы есеп: фискалдық белгі
application-report-time = Тіркеу туралы есеп: уақыты
application-closing-number = Жинақтауыштың жабылуы туралы есеп: ФҚ нөмірі
application-closing-sign = Жинақтауыштың жабылуы туралы есеп: фискалдық белгі
application-closing-time = Жинақтауыштың жабылуы туралы есеп: уақыты
application-enrolled-on = Тіркелген күні

application-states-responsibility = Мемлекеттік кірістер комитетіне берілетін деректердің дұрыстығына толық жауап беремін.
application-states-personal-data = Осы өтініш шеңберінде көрсетілетін мемлекеттік қызметті алу үшін қажетті дербес деректерді жинауға және өңдеуге келісемін.
application-states-unchangeable = Тіркелгеннен кейін үлгісі, сериялық/зауыттық нөмірі және шығарылған жылы түзетілмейтіні маған белгілі.
application-states-number-stays = Кассаның тіркеу нөмірі өзгермейді.
application-states-suspension-terms = Қызмет келесі айдың бірінші күнінен бастап тоқтатыла тұрады. Тарифтеу фискалдық транзакция берілген сәттен бастап автоматты түрде жалғасады.
application-states-no-service = Тарифсіз касса жұмыс істемейтіні маған белгілі.
application-states-tariff-terms = Тарифтік жоспардың шарттарымен және бағаларымен таныстым.
application-states-everything-sent = Ауысым жабылды, барлық деректер фискалдық деректер операторына берілді; касса ұрланса немесе жоғалса, бұл себепте көрсетілген.
application-states-truth = Көрсетілген мәліметтердің дұрыстығы мен толықтығын растаймын.

application-date = Өтініш күні
application-signer = Қол қойған
application-signed-at = Қол қойылған уақыты
application-signature-awaited = Құжат қол қоюды күтуде
application-hash = SHA-256 бақылау сомасы

deregistration-cessation = Қызметті тоқтату
deregistration-another-office = Пайдалану орнының басқа салық органына қатысты орынға ауысуы
deregistration-technical-failure = Бақылау-касса машинасының техникалық ақауына байланысты одан әрі қолдану мүмкін еместігі
deregistration-model-excluded = Үлгіні бақылау-касса машиналарының мемлекеттік тізілімінен шығару
deregistration-replaced = Бақылау-касса машинасын жаңа үлгіге ауыстыру
deregistration-theft-or-loss = Бақылау-касса машинасының ұрлануы немесе жоғалуы
deregistration-ru-theft = Ұрлану
deregistration-ru-loss = Жоғалу
deregistration-ru-storage-broken = Фискалдық жинақтауыштың бұзылуы
deregistration-ru-other = Қолдануды тоқтату

writeoff-worn-out = Тозу немесе бұзылу
writeoff-disposed = Сату немесе беру
writeoff-theft-or-loss = Ұрлану немесе жоғалу

connection-wired = Сымды
connection-gprs = GPRS желісі

reregistration-place = Мекенжайдың немесе орнатылған жердің өзгеруі
reregistration-ofd = Фискалдық деректер операторын ауыстыру
reregistration-machine = Автоматты құрылғы туралы мәліметтердің өзгеруі
reregistration-storage = Фискалдық жинақтауышты ауыстыру
reregistration-to-transfer = Деректерді беру режиміне көшу
reregistration-to-no-transfer = Деректерді бермеу режиміне көшу
reregistration-user-name = Пайдаланушы атауының (Т.А.Ә.) өзгеруі
reregistration-other = Өзге себептер

enrollment-state-draft = Жоба
enrollment-state-draft-older = Сақталған
enrollment-state-submitted = МКК тіркеуін күтуде
enrollment-state-submitted-older = Тіркеуді күтуде
enrollment-state-awaiting-number = ТНМ күтуде
enrollment-state-under-review = Модерацияда
enrollment-state-enrolled = Тіркелген
enrollment-state-choose-tariff = Тарифті таңдау
enrollment-state-active = Белсенді
enrollment-state-suspended = Уақытша өшірілген
enrollment-state-re-enrollment = Қайта тіркеуді күтуде
enrollment-state-deregistration = Есептен шығаруды күтуде
enrollment-state-deregistered = Есептен шығарылған
enrollment-state-written-off = Тізімнен шығарылған

enrollment-trade-point-created = Сауда нүктесі сәтті құрылды
enrollment-trade-point-deleted = Сауда нүктесі сәтті жойылды
enrollment-draft-saved = БКМ деректерінің бәрі сақталды. Сақталған БКМ-ді ашып, кез келген уақытта тіркеуге қайта орала аласыз.
enrollment-sent = Кассаны тіркеу сұрауы жіберілді. Сұрауды өңдеу 15 минуттан 3 күнге дейін созылуы мүмкін. Касса мәртебесінің жаңаруын қадағалаңыз.
enrollment-done = Касса МКК-де тіркелді. Жұмысты бастау үшін тариф таңдаңыз.
enrollment-tariff-chosen = Тариф сәтті таңдалды
enrollment-tariff-cancelled = Тариф өшірілді. Тариф таңдау және есептен шығару қайта қолжетімді.
enrollment-suspension-ordered = Қызмет келесі айдың бірінші күнінен тоқтатыла тұрады және алғашқы фискалдық транзакциямен жалғасады.
enrollment-re-enrollment-sent = Кассаны қайта тіркеу сұрауы жіберілді. Сұрауды өңдеу 15 минуттан 3 күнге дейін созылуы мүмкін. Касса мәртебесінің жаңаруын қадағалаңыз.
enrollment-re-enrolled = Касса сәтті қайта тіркелді
enrollment-deregistration-sent = Кассаны есептен шығару сұрауы жіберілді. Сұрауды өңдеу 15 минуттан 3 күнге дейін созылуы мүмкін. Касса мәртебесінің жаңаруын қадағалаңыз.
enrollment-token-once = Токенді сақтап алыңыз: ол бір рет көрсетіледі, бұрынғы токен енді жарамсыз.
enrollment-nearest-settlement = Сауда нүктеңіз елді мекеннен тыс орналасса, ең жақын елді мекенді таңдау қажет.
enrollment-divided-city = Елді мекен аудандарға бөлінген болса, ауданды таңдаңыз.
enrollment-responsibility = Кейін Мемлекеттік кірістер комитетіне берілетін деректердің дұрыстығына сіз толық жауап бересіз.
enrollment-unchangeable = БКМ тіркелгеннен кейін енгізілген деректер (үлгісі, сериялық/зауыттық нөмірі, шығарылған жылы) түзетілмейді.
enrollment-create-trade-point-first = Қайта тіркемес бұрын жаңа мекенжайы бар сауда нүктесін құрыңыз, егер ол әлі құрылмаса.
enrollment-renewal-due = Ұзарту қажет

enrollment-guard-shift-open = Ауысым { $since } бері ашық: оны жабыңыз.
enrollment-guard-unsent =
    { $count ->
       *[other] Операторға кемінде { $count } құжат берілмеген: берілуін күтіңіз.
    }
enrollment-guard-tariff-active = Тариф қосулы: оны өшіріңіз.
enrollment-refused-another-office = Сауда нүктесі { $target } салық органына қатысты, ал касса { $current } органында есепте тұр. Кассаны есептен шығарып, қайта тіркеңіз.
enrollment-refused-same-trade-point = Касса осы сауда нүктесінде есепте тұр.
enrollment-refused-tariff-active = «{ $plan }» тарифі қосулы. Басқасын таңдау үшін алдымен оны өшіріңіз.
enrollment-refused-tariff-absent = Тариф қосылмаған: алдымен оны таңдаңыз.
enrollment-refused-tariff-not-offered = «{ $plan }» тарифі қазір ұсынылмайды: басқасын таңдаңыз.
enrollment-refused-suspension-ordered = Қызмет { $from } бастап тоқтатыла тұрады.
enrollment-refused-state = Қазір бұл мүмкін емес: касса мәртебесі «{ $state }».
enrollment-refused-another-application = Жауап басқа өтінішке қатысты.
