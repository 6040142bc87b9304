//! Elements 2000 to 2116: exchange about marked goods. Source: RU-FFD/tags.

use super::table::tag_table;

tag_table! {
    MARKING_CODE = 2000 "Код маркировки" own "markingCode" Once Text(256)
        => V1_2 M(81 2007);
    MARKING_REQUEST_NUMBER = 2001 "Номер запроса" own "markingRequestNumber" Once U32
        => V1_2 M(81 83);
    MARKING_NOTIFICATION_NUMBER = 2002 "Номер уведомления" own "markingNotificationNumber" Once U32
        => V1_2 M(82 84);
    PLANNED_PRODUCT_STATUS = 2003 "Планируемый статус товара" own "plannedProductStatus" Once Byte
        => V1_2 M(81);
    MARKING_CODE_CHECK = 2004 "Результат проверки КМ" own "markingCodeCheck" Once Bits8
        => V1_2 M(81);
    MARKING_REQUEST_RESULT = 2005 "Результаты обработки запроса" own "markingRequestResult" Once Bits8
        => V1_2 C(83);
    MARKING_NOTIFICATION_RESULT = 2006 "Результаты обработки уведомления" own "markingNotificationResult" Once Byte
        => V1_2 C(84);
    MARKED_PRODUCT = 2007 "Данные о маркированном товаре" own "markedProducts" Many Stlv(512)
        => V1_2 M(82);
    MARKING_RECEIPT_NUMBER = 2040 "Номер ФД кассового чека (кассового чека коррекции)" own "receiptDocumentNumber" Once U32
        => V1_2 M(82);
    MARKING_CODE_TYPE = 2100 "Тип кода маркировки" own "markingCodeType" Once Byte
        => V1_2 C(83) M(81 2007);
    PRODUCT_ID = 2101 "Идентификатор товара" own "productId" Once Text(38)
        => V1_2 C(83) M(2007);
    MARKING_PROCESSING_MODE = 2102 "Режим обработки кода маркировки" official "labelCodeProcesMode" Once Byte
        => V1_2 C(83) M(81 2007) O(1059);
    UNSENT_NOTIFICATIONS_COUNT = 2104 "Количество непереданных уведомлений" official "undeliveredNotificationsNumber" Once U32
        => V1_2 C(5 21);
    MARKING_REQUEST_CODE = 2105 "Коды обработки запроса" own "markingRequestCode" Once Byte
        => V1_2 M(83);
    PRODUCT_CHECK_RESULT = 2106 "Результат проверки сведений о товаре" official "checkingProdInformationResult" Once Bits8
        => V1_2 M(2007) O(1059);
    MARKED_PRODUCTS_CHECK_RESULT = 2107 "Результаты проверки маркированных товаров" official "checkingLabeledProdResult" Loose Flag
        => V1_2 C(3 4) O(31 41);
    MEASURE_UNIT = 2108 "Мера количества предмета расчета" official "itemsQuantityMeasure" Once Byte
        => V1_2 C(81 1059 2007);
    MARKING_STATUS_ANSWER = 2109 "Ответ ОИСМ о статусе товара" own "markingStatusAnswer" Once Byte
        => V1_2 C(83);
    ASSIGNED_PRODUCT_STATUS = 2110 "Присвоенный статус товара" own "assignedProductStatus" Once Byte
        => V1_2 M(2007);
    MARKING_NOTIFICATION_CODE = 2111 "Коды обработки уведомления" own "markingNotificationCode" Once Byte
        => V1_2 M(84);
    WRONG_MARKING_CODES = 2112 "Признак некорректных кодов маркировки" own "wrongMarkingCodesSign" Once Bits8
        => V1_2 C(5);
    WRONG_MARKING_MESSAGES = 2113 "Признак некорректных запросов и уведомлений" own "wrongMarkingMessagesSign" Once Bits8
        => V1_2 C(5);
    MARKING_REQUEST_TIME = 2114 "Дата и время запроса" own "markingRequestDateTime" Once Time
        => V1_2 M(81 83);
    MARKING_CONTROL_CODE = 2115 "Контрольный код КМ" official "controlCode" Once FixedText(4)
        => V1_2 M(2007) P(1059);
    MARKING_OPERATION_KIND = 2116 "Вид операции" own "markingOperationType" Once Bits8
        => V1_2 M(82);
}
