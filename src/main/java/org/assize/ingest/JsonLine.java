package org.assize.ingest;

/** One JSON object as text, with the line it stands in. */
public record JsonLine(long line, String text) {}
