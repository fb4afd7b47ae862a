/** Tests of the feeds from Kafka, against a real broker. */
@NullMarked
package org.assize.ingest.kafka;

import org.jspecify.annotations.NullMarked;
