package org.assize.queue;

/** The actor already holds as many cases of the queue as its policy lets one person hold. */
public record AtCapacity(int capacity) implements ClaimNextCase.Result, ClaimCase.Result {}
