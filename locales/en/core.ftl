# Answers of the core
core-rc-ok = Done
core-rc-not-json = The body is no JSON object
core-rc-wrong-fields = Some fields are wrong: all of them are listed
core-rc-not-signed-in = A PIN or a token is needed
core-rc-wrong-pin = Wrong PIN or token
core-rc-pin-locked = Too many wrong PINs: signing in is closed for 5 minutes. Registers go on working
core-rc-pin-must-change = Change the PIN first
core-rc-not-permitted = This role has no permission for it
core-rc-register-unknown = There is no such register
core-rc-document-unknown = There is no such document
core-rc-key-missing = The header Idempotency-Key is needed
core-rc-key-conflict = This key was used with other content
core-rc-still-working = The outcome is not known yet: repeat with the same key
core-rc-not-set-up = The register is not set up yet
core-rc-already-set-up = The register is set up already
core-rc-answer-pending = The document before waits for the operator's answer
core-rc-shift-expired = The shift is open for more than 24 hours: close it
core-rc-nothing-to-close = No shift is open
core-rc-autonomous-too-long = More than 72 hours without the operator: blocked until every document is sent
core-rc-not-enough-cash = The drawer does not hold so much cash
core-rc-blocked-by-operator = The operator has blocked the register
core-rc-token-refused = The operator does not take the token: enter a new one
core-rc-id-refused = The operator does not know the system id
core-rc-protocol-fault = The operator does not understand the register: ask the support
core-rc-queue-refused = The operator refuses the first document of the queue
core-rc-clock-behind = The clock is behind the last document
core-rc-clock-behind-operator = The clock is behind the operator's records
core-rc-counter-full = A counter of the register is full
core-rc-nothing-to-copy = There is no receipt yet
core-rc-nothing-to-resume = The register does not wait for a repair
core-rc-operator-refused = The operator refused: nothing was issued
core-rc-not-issued = The shift was closed, but the receipt was not issued
core-rc-operator-unreachable = The operator's server does not answer
core-rc-serial-taken = The serial number is taken
core-rc-limit-reached = There is no room for another one
core-rc-pin-unusable = A PIN has 4 to 12 digits, not all the same and not taken
core-rc-person-unknown = There is no such person
core-rc-host-refused = Not a name of this core
core-rc-origin-refused = The request comes from another site
core-rc-too-large = The request is too large
core-rc-address-unknown = There is no such address
core-rc-wrong-method = The address takes another method
core-rc-journal-unavailable = The journal is unavailable: repeat with the same key
core-rc-last-administrator = One administrator at least must stay
core-rc-not-refused = The operator has not refused this document: it cannot be set aside
core-rc-not-set-aside = This document is not set aside
core-rc-queue-does-not-fit = Documents in the queue cannot be sent in the other version of the protocol: send them first
core-rc-other-register = That address answers for another register
core-rc-changed-meanwhile = Somebody changed the server meanwhile: look at the settings and try again
core-rc-internal = Internal error: details are in the program's log

# Roles
core-role-cashier = Cashier
core-role-senior_cashier = Senior cashier
core-role-administrator = Administrator
core-role-inspector = Inspector

# Configurator: signing in
core-title = Register configurator
core-pin = Administrator's PIN
core-connect = Connect
core-connected = The connection to the server is established
core-first-pin = At the first sign-in the PIN is 0000; it must be changed.
core-pin-change = Change the PIN
core-pin-change-why = Everybody knows the first PIN. Nothing else can be done until it is changed.
core-pin-new = New PIN
core-pin-repeat = New PIN again
core-pin-rule = 4 to 12 digits, not all the same.
core-pin-differs = The PINs differ
core-pin-changed = The PIN is changed
core-save = Save
core-cancel = Cancel
core-sign-out = Sign out
core-skip = To the content
core-language = Language
core-theme = Theme
core-theme-light = Light
core-theme-dark = Dark

# Notices of a register
core-notice-clock = The clock is behind the last document ({ $at }): correct it
core-notice-clock-operator = The clock is behind the operator's records ({ $at }): correct it
core-notice-shift-expired = Shift { $number } has been open since { $at }, for more than 24 hours: close it
core-notice-shift-nears-end = Shift { $number }: its 24 hours end at { $at }
core-notice-autonomous-nears-end = Without the operator: selling stops at { $at }
core-notice-set-aside = { $count ->
    [one] { $count } document is set aside: the operator does not have it
   *[other] { $count } documents are set aside: the operator does not have them
 }
core-notice-autonomous = Autonomous since { $at }, { $count } { $count ->
    [one] document
   *[other] documents
 } in the queue
core-notice-sandbox = Sandbox: the clock can be moved, receipts have no force

# Configurator: registers
core-registers = Registers
core-people = People
core-create-new = Make a new register
core-create-new-why = The program makes a serial number, which is needed to enroll the register at the operator.
core-add-existing = Add an existing register
core-add-existing-why = The register is enrolled: it has a system id and a token.
core-empty = There is no register yet. Make a new one or add an existing one.
core-platform-production = Production
core-platform-test = Test
core-platform-choose = Choose the platform that the register will work with
core-create = Make
core-created = The new register is made
core-created-next = Copy and save the serial number and the year. Enroll the register with them in the operator's cabinet, get the token and come back.
core-serial = Serial number
core-year = Year of manufacture
core-copy = Copy
core-copied = Copied
core-server = Operator's server
core-server-hint = Host and port, such as ofd.example.kz:7777
core-device-id = System id
core-token = Token
core-name = Name
core-vat = VAT certificate
core-vat-series = VAT series
core-vat-number = VAT number
core-rollover = Close the shift by itself after 24 hours
core-version = Protocol version
core-add-register = Add the register
core-added = The register is added, the operator has answered
core-optional = optional
core-field-missing = Fill this field in
core-field-wrong = Look at the value: { $hint }

# Configurator: one register
core-mode-setup = Waits for its set-up
core-mode-online = Online
core-mode-autonomous = Autonomous mode
core-mode-blocked = Blocked
core-state = State
core-registration-number = Registration number
core-taxpayer = IIN/BIN
core-shift = Shift
core-shift-open = no. { $number }, open since { $at }
core-shift-closed = closed, the last was no. { $number }
core-drawer = Cash in the drawer
core-queue = Queue
core-queue-empty = empty
core-queue-of = { $count } { $count ->
    [one] document
   *[other] documents
 }, since { $at }
core-queue-left = { $hours } h until the block
core-last-exchange = Last exchange with the operator
core-never = none yet
core-test = Test the connection
core-test-ok = The operator answered in { $ms } ms
core-test-refused = The operator answered with result { $result }
core-settings = Settings
core-token-new = Enter a new token
core-token-entered = The token is entered
core-resume = Go on after the repair
core-resumed = The register goes on
core-log = Log of exchanges
core-log-empty = There was no exchange yet
core-log-time = Time
core-log-purpose = Request
core-log-result = Result
core-log-no-answer = no answer
core-log-took = ms
core-purpose-document = Document
core-purpose-report = X report
core-purpose-info = Registration data
core-purpose-system = Poll
core-documents = Last documents
core-documents-empty = There is no document yet
core-kind-receipt = Receipt
core-kind-movement = Cash movement
core-kind-closing = Z report
core-sent = at the operator
core-unsent = queued
core-stopped = The register is stopped: an administrator decides
core-resume-why = When the cause is mended at the operator or in the settings, send the document once more.
core-set-aside = Set the document aside
core-set-aside-of = The operator will never take document { $number }
core-set-aside-why = The document stays in the journal and in the register's counters, but the operator does not have it until it is sent again. The queue goes on behind it. Where money was taken or given back, issue the right document.
core-set-aside-look = Look at the document
core-set-aside-reason = Reason, for the journal
core-set-aside-done = Document set aside
core-set-aside-list = Documents set aside
core-set-aside-next = The operator does not have these documents. When the cause of the refusal is mended, send them again.
core-aside = set aside
core-send-again = Send again
core-sent-again = The document is being sent again
core-settings-changed = Settings changed
core-settings-hint = A new server is asked first whether it knows this register. A higher version is taken when the queue fits into it, a lower one when the queue is empty.
core-document = Document
core-sign = Fiscal sign
core-operator = At the operator
core-print = Print
core-events = What happened to the register
core-events-empty = Nothing happened yet
core-event = Event
core-event-detail = Details
core-event-set-up = Register set up
core-event-set-aside-taken = The operator took the document that was set aside
core-event-refused = The operator refused a document
core-event-counters-adopted = The operator's counters were adopted
core-event-report-differs = The operator's X report differs
core-back = All registers

# Configurator: people
core-person-code = Code
core-person-name = Name on the paper
core-person-role = Role
core-person-pin = First PIN
core-person-add = Add a person
core-person-saved = The person is saved
core-person-off = off
core-person-turn-off = Turn off
core-person-turn-on = Turn on
core-person-token = Issue a token
core-person-token-once = The token is shown once: copy it now.
core-not-yours = The configurator is for administrators.
