package org.assize.scoring;

/**
 * One feature's part in a score.
 *
 * @param value the subject's own, NaN when missing
 * @param contribution on the scale of the model's {@link Link}; positive speaks for suspicion
 * @param usualLow lower end of what 90 of 100 training rows have
 * @param usualHigh upper end of it
 * @param percentile of the value among the training rows, 0..100, NaN when the value is missing
 */
public record Reason(
        String feature, double value, double contribution, double usualLow, double usualHigh, double percentile) {}
