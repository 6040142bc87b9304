# Enrollment of registers: applications, states, messages.

application-title-enrollment = Tax application for the enrollment of a cash register with the tax authority
application-title-re-enrollment = Tax application for a change of a cash register's enrollment data
application-title-deregistration = Tax application for the deregistration of a cash register with the tax authority
application-title-write-off = Application for the write-off of a cash register
application-title-tariff-choice = Application for connection to the service and its charging
application-title-tariff-cancellation = Application for the end of the service
application-title-suspension = Application to suspend the receipt, processing, storage and unaltered transfer of fiscal data to the tax authority
application-title-registration-ru = Application for the registration of a cash register (Russia)
application-title-re-registration-ru = Application for the re-registration of a cash register (Russia)
application-title-deregistration-ru = Application for the deregistration of a cash register (Russia)
application-title-card-kz = Registration card of the cash register
application-title-card-ru = Registration card of a cash register (Russia)

application-section-applicant = Taxpayer
application-section-reason = Reason
application-section-register = Register
application-section-place = Place of use
application-section-service = Service
application-section-storage = Fiscal storage

application-recipient = To
application-taxpayer-number = IIN/BIN
application-inn = INN
application-taxpayer-name = Name
application-ogrn = OGRN
application-kpp = KPP
application-reason = Reason
application-register-model = Make and model
application-serial-number = Serial number
application-year = Year of manufacture
application-registration-number = Registration number
application-usage = Conditions of use
application-trade-point = Trade point
application-settlement-place = Place of settlements
application-tax-office = Code of the tax office
application-address = Address
application-former-address = Former address
application-ofd = Fiscal data operator
application-ofd-inn = Operator's INN
application-tariff = Tariff plan
application-tariff-price = Price
application-price-monthly = { $price } a month
application-connection = Connection
application-suspension-from = To be suspended from
application-storage-model = Model of the storage
application-storage-number = Number of the storage
application-report-number = Registration report: document number
application-report-sign = Registration report: fiscal sign
application-report-time = Registration report: time
application-closing-number = Report on the closing of the storage: document number
application-closing-sign = Report on the closing of the storage: fiscal sign
application-closing-time = Report on the closing of the storage: time
application-enrolled-on = Day of registration

application-states-responsibility = I answer for the truth of the data given here, which is passed on to the State Revenue Committee.
application-states-personal-data = I agree to the collection and processing of the personal data that the public service under this application needs.
application-states-unchangeable = I know that model, serial number and year of manufacture cannot be corrected or edited after enrollment.
application-states-number-stays = The registration number of the register stays the same.
application-states-suspension-terms = The service is suspended from the first day of the next month. Charging resumes by itself from the moment a fiscal transaction is transferred.
application-states-no-service = I know that a register does not work without a tariff.
application-states-tariff-terms = I have read the terms and prices of the tariff plan.
application-states-everything-sent = The shift is closed and all data were transferred to the operator; if the register was stolen or lost, the reason says so.
application-states-truth = I confirm that what is said here is true and complete.

application-date = Date of the application
application-signer = Signed by
application-signed-at = Time of the signature
application-signature-awaited = The document waits for a signature
application-hash = SHA-256 of the content

deregistration-cessation = Cessation of activity
deregistration-another-office = Move to a place of another tax office
deregistration-technical-failure = Further use is impossible because of a technical failure of the cash register
deregistration-model-excluded = Exclusion of the model from the state register of cash registers
deregistration-replaced = Replacement by a new model
deregistration-theft-or-loss = Theft or loss of the cash register
deregistration-ru-theft = Theft
deregistration-ru-loss = Loss
deregistration-ru-storage-broken = Broken fiscal storage
deregistration-ru-other = End of use

writeoff-worn-out = Wear or damage
writeoff-disposed = Sale or handover
writeoff-theft-or-loss = Theft or loss

connection-wired = Wired
connection-gprs = Mobile (GPRS)

reregistration-place = Change of the address or place
reregistration-ofd = Change of the fiscal data operator
reregistration-machine = Change of the automatic device's data
reregistration-storage = Replacement of the fiscal storage
reregistration-to-transfer = Move to the mode with transfer of data
reregistration-to-no-transfer = Move to the mode without transfer of data
reregistration-user-name = Change of the user's name
reregistration-other = Other reasons

enrollment-state-draft = Draft
enrollment-state-draft-older = Saved
enrollment-state-submitted = Awaiting enrollment by the State Revenue Committee
enrollment-state-submitted-older = Awaiting enrollment
enrollment-state-awaiting-number = Awaiting the registration number
enrollment-state-under-review = Under review
enrollment-state-enrolled = Enrolled
enrollment-state-choose-tariff = Choose a tariff
enrollment-state-active = Active
enrollment-state-suspended = Suspended
enrollment-state-re-enrollment = Awaiting re-enrollment
enrollment-state-deregistration = Awaiting deregistration
enrollment-state-deregistered = Deregistered
enrollment-state-written-off = Written off

enrollment-trade-point-created = The trade point was created
enrollment-trade-point-deleted = The trade point was deleted
enrollment-draft-saved = All data of the register are saved. You can return to the enrollment at any time by opening the saved register.
enrollment-sent = The request to enroll the register was sent. Processing may take from 15 minutes to 3 days. Watch the state of the register.
enrollment-done = The register is enrolled with the State Revenue Committee. Choose a tariff to begin work.
enrollment-tariff-chosen = The tariff was chosen
enrollment-tariff-cancelled = The tariff is off. Choice of a tariff and deregistration are available again.
enrollment-suspension-ordered = The service will be suspended from the first day of the next month and resumes with the first fiscal transaction.
enrollment-re-enrollment-sent = The request to re-enroll the register was sent. Processing may take from 15 minutes to 3 days. Watch the state of the register.
enrollment-re-enrolled = The register was re-enrolled
enrollment-deregistration-sent = The request to deregister the register was sent. Processing may take from 15 minutes to 3 days. Watch the state of the register.
enrollment-token-once = Keep the token: it is shown once, and the one before it is dead.
enrollment-nearest-settlement = If your trade point lies outside settlements, choose the nearest one.
enrollment-divided-city = If the settlement is divided into districts, choose the district.
enrollment-responsibility = You answer for the truth of the data you give, which is passed on to the State Revenue Committee.
enrollment-unchangeable = After enrollment the data of the register (model, serial number, year of manufacture) cannot be corrected or edited.
enrollment-create-trade-point-first = Before re-enrollment create a trade point with the new address, if there is none yet.
enrollment-renewal-due = Renewal due

enrollment-guard-shift-open = The shift is open since { $since }: close it.
enrollment-guard-unsent =
    { $count ->
        [one] At least { $count } document is not transferred to the operator: wait for it.
       *[other] At least { $count } documents are not transferred to the operator: wait for them.
    }
enrollment-guard-tariff-active = The tariff is on: cancel it.
enrollment-refused-another-office = The trade point belongs to tax office { $target }, the register is enrolled with { $current }. Deregister it and enroll it anew.
enrollment-refused-same-trade-point = The register is enrolled at this trade point already.
enrollment-refused-tariff-active = The tariff “{ $plan }” is on already. To choose another one, cancel it first.
enrollment-refused-tariff-absent = No tariff is on: choose one first.
enrollment-refused-tariff-not-offered = The tariff “{ $plan }” is not offered now: choose another.
enrollment-refused-suspension-ordered = The service will be suspended from { $from } already.
enrollment-refused-state = This is not possible now: the register is “{ $state }”.
enrollment-refused-another-application = The answer belongs to another application.
