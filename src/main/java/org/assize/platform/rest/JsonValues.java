package org.assize.platform.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.assize.platform.KeptInstant;

/** Refuses, in every JSON body alike, values that are well formed and that the database keeps nowhere. */
@Singleton
final class JsonValues implements ObjectMapperCustomizer {

    /** Carries words of ours about one value; Jackson adds where it stands. */
    static final class Unfit extends JsonMappingException {
        private static final long serialVersionUID = 1L;

        Unfit(JsonParser at, String words) {
            super(at, words);
        }
    }

    /** After the framework's own, since of two readers of a type the one named last reads. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("assize-values")
                .addDeserializer(String.class, new Text())
                .addDeserializer(Instant.class, new Moment()));
    }

    private static final class Text extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(JsonParser at, DeserializationContext context) throws IOException {
            String text = super.deserialize(at, context);
            if (text != null && text.indexOf('\0') >= 0) {
                throw new Unfit(at, "must not hold the character NUL");
            }
            return text;
        }
    }

    private static final class Moment extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        Moment() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser at, DeserializationContext context) throws IOException {
            Instant instant = InstantDeserializer.INSTANT.deserialize(at, context);
            if (instant != null && !KeptInstant.holds(instant)) {
                throw new Unfit(at, "must be in the years 1 to 9999");
            }
            return instant;
        }
    }
}
