package org.assize.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Native SQL. A handle opened inside a {@code @Transactional} method joins its transaction, since the pool hands out
 * that transaction's connection.
 */
@ApplicationScoped
class Sql {

    @Produces
    @ApplicationScoped
    Jdbi jdbi(AgroalDataSource dataSource) {
        return configure(Jdbi.create(dataSource));
    }

    static Jdbi configure(Jdbi jdbi) {
        jdbi.installPlugin(new PostgresPlugin());
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(Instant.class, INSTANT);
        // text[] = varchar[] is no operator
        jdbi.registerArrayType(String.class, "text");
        // a record is read by the names of its parts
        jdbi.registerRowMapper((RowMapperFactory) (type, config) -> type instanceof Class<?> raw && raw.isRecord()
                ? Optional.of(ConstructorMapper.of(raw))
                : Optional.empty());
        jdbi.registerArrayType(Instant.class, "timestamptz", Instant::toString);
        return jdbi;
    }

    /** The driver reads a {@code timestamptz} as an instant only through an offset; {@code Timestamp} takes the JVM's zone. */
    private static final ColumnMapper<Instant> INSTANT = (row, column, context) -> {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    };

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setObject(position, OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
        }
    }
}
