package org.assize.subject;

/** How an attribute is read and what becomes of it as a feature. */
public enum AttributeType {
    CATEGORICAL,
    NUMERIC,
    INSTANT,
    TEXT
}
