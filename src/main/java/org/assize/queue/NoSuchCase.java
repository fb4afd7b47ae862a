package org.assize.queue;

public record NoSuchCase() implements ClaimCase.Result, ActResult, ClaimCheck.Result {}
