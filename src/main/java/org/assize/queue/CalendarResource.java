package org.assize.queue;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;

/** Calendars over REST. */
@Path("/api/v1/calendars")
@Produces(MediaType.APPLICATION_JSON)
public class CalendarResource {

    private final CurrentActor actor;
    private final Calendars calendars;
    private final ChangeCalendar change;

    CalendarResource(CurrentActor actor, Calendars calendars, ChangeCalendar change) {
        this.actor = actor;
        this.calendars = calendars;
        this.change = change;
    }

    /** @param hours of seven days, Monday first, such as {@code 08:00-12:00, 13:00-17:30} */
    public record CalendarAnswer(
            String key,
            int version,
            String name,
            String timeZone,
            List<String> hours,
            List<String> holidays,
            String changedBy,
            Instant changedAt) {

        static CalendarAnswer of(CalendarVersion its) {
            return new CalendarAnswer(
                    its.key(),
                    its.version(),
                    its.name(),
                    its.calendar().zone().getId(),
                    its.calendar().week().stream().map(WorkingHours::text).toList(),
                    its.calendar().holidays().stream()
                            .sorted()
                            .map(Object::toString)
                            .toList(),
                    its.changedBy(),
                    its.changedAt());
        }
    }

    /** @param version the one that the caller has looked at; 0 for a calendar that is new */
    public record NewCalendar(
            @NotNull Integer version,
            @NotNull String name,
            @NotNull String timeZone,
            @NotNull List<@NotNull String> hours,
            @NotNull List<@NotNull String> holidays) {}

    @GET
    public Page<CalendarAnswer> list() {
        actor.get().require(Permission.READ_CASES);
        return new Page<>(calendars.current().stream().map(CalendarAnswer::of).toList(), null);
    }

    @PUT
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("key") String key, @Valid @NotNull NewCalendar asked) {
        var form = new ChangeCalendar.Form(asked.name(), asked.timeZone(), asked.hours(), asked.holidays());
        return switch (change.change(actor.get(), key, asked.version(), form)) {
            case ChangeCalendar.Changed(CalendarVersion its) ->
                Response.ok(CalendarAnswer.of(its)).build();
            case ChangeCalendar.Outdated(CalendarVersion current) ->
                QueueResource.outdated(current.version(), current.changedBy());
            case ChangeCalendar.Invalid(var errors) -> Problem.refused(errors).response();
        };
    }
}
