package org.assize.insight;

/** What orders may have in common. */
public enum OrdersBy {
    SELLER("seller_id"),
    BUYER("buyer_id"),
    CREATOR("creator_id"),
    DEVICE("device_id"),
    PAYMENT("payment_id"),
    IP("ip");

    private final String column;

    OrdersBy(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
