package org.assize.platform;

/**
 * What is wrong with one field of what a person or a program sent.
 *
 * @param rule the rule it broke as a stable word, such as {@code required} or {@code too_long}; a screen words it by this
 * @param message the same in English, for programs
 */
public record FieldError(String field, String rule, String message) {}
