package org.assize.ingest;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * Why a row, a file or a mapping was not taken. The sentence is English, for files and machines; screens translate by
 * {@link #key()}. {@code {0}}, {@code {1}} stand for the arguments of the {@link Complaint}.
 */
public enum Reason {
    // a value
    MISSING("a value is required"),
    TOO_LONG("is longer than {0} characters"),
    CONTROL_CHARACTER("has a control character ({0})"),
    NOT_UTF8("has bytes that are not UTF-8"),
    NOT_AN_AMOUNT("is not a plain decimal amount such as 1234.50"),
    AMOUNT_NEGATIVE("is negative"),
    AMOUNT_TOO_LARGE("is larger than {0}"),
    TOO_MANY_DECIMALS("has more than the {0} decimals of {1}"),
    NOT_A_CURRENCY("is not an ISO 4217 currency code in capitals"),
    NOT_A_NUMBER("is not a number written with the digits 0-9"),
    NOT_A_WHOLE_NUMBER("is not a whole number from {0} to {1}"),
    NOT_A_TIME("is not a date and time in the form {0}"),
    TIME_OUT_OF_RANGE("is not between the years 1990 and 2100"),
    TIME_SKIPPED("does not exist in {0}: the clocks were put forward then"),
    NOT_ONE_OF("is not one of: {0}"),
    NOT_TEXT("has to be a text, a number or a date, not {0}"),
    ATTRIBUTE_TYPE("was declared {0} and this is not"),
    TOO_MANY_ATTRIBUTES("has more than {0} attributes"),
    // a row
    COLUMN_COUNT("the row has {0} columns, the header has {1}"),
    QUOTE_NOT_CLOSED("a quote is opened and never closed"),
    NOT_JSON("is not one JSON object: it can not be read from character {0} on"),
    NOT_AN_OBJECT("is not one JSON object in braces"),
    JSON_GOES_ON("is one JSON object and something behind it"),
    JSON_NAMES_TWICE("names a field twice, before character {0}"),
    JSON_UNBOUNDED("holds a number or a name longer, or objects deeper in one another, than is read"),
    ATTRIBUTE_NAMELESS("has an attribute without a name"),
    UNKNOWN_FIELD("is not a field of this feed"),
    // a file
    FILE_EMPTY("the file is empty: it has no header"),
    FILE_CUT_OFF("the file is cut off after line {0}; the rows before it were kept"),
    FILE_UNREADABLE("the file cannot be read on after line {0}; the rows before it were kept"),
    ROW_TOO_LARGE(
            "a row after line {0} is larger than {1} million characters, often for a quote that is never closed; the"
                    + " rows before it were kept"),
    FILE_EXPANDS("the file grows to more than {0} times its compressed size; the rows before it were kept"),
    HEADER_NOT_TEXT("the header is not UTF-8 text"),
    HEADER_BLANK("the header has a column without a name, the {0}. one"),
    HEADER_REPEATS("the header names a column twice: {0}"),
    HEADER_TOO_WIDE("the header has more than {0} columns"),
    BROKEN_HERE("something broke on our side; the incident is {0}"),
    // a mapping
    MAPPING_NOT_JSON("the mapping is not one JSON object: it can not be read from character {0} on"),
    MAPPING_NOT_TEXT("the mapping holds a control character or a broken one in: {0}"),
    MAPPING_UNKNOWN_KEY("the mapping has a key it may not have: {0}"),
    MAPPING_WRONG_TYPE("the mapping''s {0} has to be {1}"),
    MAPPING_UNKNOWN_TARGET("the feed has no field named: {0}"),
    MAPPING_TWICE("given twice, by a column and by a constant: {0}"),
    MAPPING_CONTRADICTS("ignored and used at once: {0}"),
    MAPPING_ATTRIBUTES_NOT_TAKEN("the outcomes feed takes no attributes"),
    COLUMNS_ABSENT("the mapping names columns the file does not have: {0}"),
    COLUMNS_UNMAPPED("the file has columns that are neither mapped nor ignored: {0}"),
    TARGETS_MISSING("nothing is mapped to required fields: {0}"),
    TIME_ZONE_UNKNOWN("there is no time zone {0}"),
    FORMAT_UNKNOWN("the date-time format is not one: {0}"),
    OFFSET_UNKNOWN("an offset is a number and d, h, m or s, such as 7d: {0}"),
    OFFSET_NOT_AN_INSTANT("an offset can be added to instants only: {0}"),
    ATTRIBUTE_DECLARED("an attribute was declared with another type before: {0}");

    private final String template;

    Reason(String template) {
        this.template = template;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such reason */
    static Reason ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    String sentence(List<String> arguments) {
        return new MessageFormat(template, Locale.ROOT).format(arguments.toArray());
    }
}
