package org.assize.platform.rest;

/** Marks an answer with a secret in it: it is sent once and kept nowhere, under no idempotency key either. */
public interface ShownOnce {}
