package org.assize.ingest;

/** A reject with its place among all rejects of its import, from 0. */
public record ListedReject(long position, Reject reject) {}
