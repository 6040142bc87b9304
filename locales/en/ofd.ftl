# Answers of the operator to a register.

ofd-refusal-shift-expired = Shift { $shift } has been open since { $opened }, for more than 24 hours. Close it.
ofd-refusal-wrong-shift = The document names shift { $named }; shift { $due } is due.
ofd-refusal-nothing-to-close = No shift is open; the last one was { $last }.
ofd-refusal-autonomous-sign-reused = Autonomous sign { $sign } was used at { $used }.
ofd-refusal-counter = Counter { $counter } leaves its range.
ofd-refusal-not-enough-cash = Not enough cash: the drawer holds { $drawer }, { $taken } would be taken.
ofd-refusal-blocked = The register is blocked: { $reason }
ofd-refusal-deregistered = The register is off the tax records.
ofd-refusal-too-many-vat-rates = The shift has { $max } rates of VAT already; no more are counted.
ofd-refusal-buyer-is-seller = Buyer { $number } is the seller.
ofd-refusal-incorrect-data = Wrong data in { $path }: { $message } (faults in all: { $count })
ofd-result-unknown-id = No register has this id.
ofd-result-invalid-token = Wrong token. Get a new one in the personal account.
ofd-result-protocol-error = The message does not parse, or its version is not served.
ofd-result-unknown-command = Unknown command.
ofd-result-unsupported-command = This version of the protocol does not have the command.
ofd-result-invalid-request-number = The number of the request was used with another token.
ofd-result-invalid-retry = The repeat is of another command.
ofd-result-cannot-cancel = The receipt cannot be annulled. Issue a return.
ofd-result-invalid-login = Wrong login or password.
ofd-result-no-such-barcode = No item has this barcode.
ofd-result-disconnected = The register's tariff has ended.
ofd-result-unavailable = The service is not available for the moment. The register tries again by itself.
