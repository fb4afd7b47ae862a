package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** Zones that leave hours out, repeat them, repeat them across midnight, shift by half an hour, and skip a whole day. */
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/St_Johns",
            "America/Havana",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Apia");

    private static final Calendar OFFICE = office(BERLIN, Set.of(LocalDate.parse("2026-05-01")));

    @Test
    void timeRunsInWorkingHoursOnly() {
        assertThat(OFFICE.plus(berlin("2026-03-06T17:00"), Duration.ofMinutes(150)))
                .as("an hour on Friday, one and a half on Monday")
                .isEqualTo(berlin("2026-03-09T09:30"));
        assertThat(OFFICE.plus(berlin("2026-03-07T11:00"), Duration.ofMinutes(1)))
                .isEqualTo(berlin("2026-03-09T08:01"));
        assertThat(OFFICE.plus(berlin("2026-04-30T17:30"), Duration.ofHours(1)))
                .as("the first of May is a holiday, a Friday, and the weekend follows")
                .isEqualTo(berlin("2026-05-04T08:30"));
        assertThat(OFFICE.between(berlin("2026-03-06T17:00"), berlin("2026-03-09T09:30")))
                .isEqualTo(Duration.ofMinutes(150));
    }

    @Test
    void whatEndsWithTheDayIsDueWithTheDayAndNotTheNextMorning() {
        assertThat(OFFICE.plus(berlin("2026-03-05T17:00"), Duration.ofHours(1))).isEqualTo(berlin("2026-03-05T18:00"));
        assertThat(OFFICE.plus(berlin("2026-03-05T20:00"), Duration.ZERO)).isEqualTo(berlin("2026-03-05T20:00"));
    }

    @Test
    void aLeftOutHourIsNotWorkedAndARepeatedOneIsWorkedTwice() {
        Calendar nights = new Calendar(BERLIN, everyDay("01:00-04:00"), Set.of());
        assertThat(nights.between(berlin("2026-03-29T00:00"), berlin("2026-03-30T00:00")))
                .isEqualTo(Duration.ofHours(2));
        assertThat(nights.between(berlin("2026-10-25T00:00"), berlin("2026-10-26T00:00")))
                .isEqualTo(Duration.ofHours(4));
        Calendar theHour = new Calendar(BERLIN, everyDay("02:00-03:00"), Set.of());
        assertThat(theHour.plus(berlin("2026-03-28T12:00"), Duration.ofMinutes(10)))
                .as("there is no such hour on the 29th")
                .isEqualTo(berlin("2026-03-30T02:10"));
    }

    @Test
    void aroundTheClockIsTheClock() {
        Calendar always = new Calendar(ZoneId.of("UTC"), everyDay("00:00-24:00"), Set.of());
        Instant from = Instant.parse("2026-02-27T23:59:30.000001Z");
        assertThat(always.plus(from, Duration.ofMinutes(525_600))).isEqualTo(from.plus(Duration.ofMinutes(525_600)));
        assertThat(always.between(from, from.plusSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void agreesWithAClockThatIsWatchedMinuteByMinute() {
        Random random = new Random(20_260_301);
        for (int round = 0; round < 400; round++) {
            ZoneId zone = ZoneId.of(ZONES.get(round % ZONES.size()));
            Calendar calendar = any(random, zone);
            Instant from = near(random, zone);
            int minutes = random.nextInt(1, 1_500);
            Instant to = watched(calendar, from, minutes);
            assertThat(calendar.plus(from, Duration.ofMinutes(minutes)))
                    .as("%d minutes after %s by %s", minutes, from, calendar)
                    .isEqualTo(to);
            assertThat(calendar.between(from, to)).isEqualTo(Duration.ofMinutes(minutes));
            assertThat(calendar.between(to, from)).isEqualTo(Duration.ofMinutes(-minutes));
            assertThat(calendar.works(from)).isEqualTo(atWork(calendar, from));
        }
    }

    @Test
    void oneSpanAfterTheOtherAddsUp() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            Calendar calendar = any(random, BERLIN);
            Instant from = near(random, BERLIN).plusNanos(random.nextInt(60_000_000) * 1_000L);
            Duration one = Duration.ofSeconds(random.nextInt(200_000));
            Duration other = Duration.ofSeconds(random.nextInt(200_000));
            assertThat(calendar.plus(calendar.plus(from, one), other)).isEqualTo(calendar.plus(from, one.plus(other)));
        }
    }

    @Test
    void hoursAreReadAsTheyAreWritten() {
        assertThat(WorkingHours.parse(" 8:00 - 12:00,13:00–24:00").text()).isEqualTo("08:00-12:00, 13:00-24:00");
        assertThat(WorkingHours.parse("").spans()).isEmpty();
        for (String wrong : List.of(
                "8-12",
                "08:00-08:00",
                "12:00-08:00",
                "08:00-24:01",
                "08:60-09:00",
                "08:00-12:00, 11:00-13:00",
                "x",
                ",")) {
            assertThatThrownBy(() -> WorkingHours.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Calendar(BERLIN, everyDay(""), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The oracle: looks at the wall clock once a minute. */
    private static Instant watched(Calendar calendar, Instant from, int minutes) {
        Instant at = from;
        int worked = 0;
        while (worked < minutes) {
            if (atWork(calendar, at)) {
                worked++;
            }
            at = at.plus(1, ChronoUnit.MINUTES);
        }
        return at;
    }

    private static boolean atWork(Calendar calendar, Instant at) {
        LocalDateTime wall = LocalDateTime.ofInstant(at, calendar.zone());
        int minute = wall.getHour() * 60 + wall.getMinute();
        return !calendar.holidays().contains(wall.toLocalDate())
                && calendar.week().get(wall.getDayOfWeek().ordinal()).spans().stream()
                        .anyMatch(span -> span.from() <= minute && minute < span.to());
    }

    private static Calendar any(Random random, ZoneId zone) {
        List<WorkingHours> week = new ArrayList<>();
        for (int day = 0; day < Calendar.DAYS; day++) {
            week.add(random.nextInt(4) == 0 ? WorkingHours.NONE : hours(random));
        }
        week.set(random.nextInt(Calendar.DAYS), hours(random));
        Set<LocalDate> holidays = new HashSet<>();
        LocalDate first = LocalDate.parse("2026-03-20");
        for (int i = 0; i < random.nextInt(6); i++) {
            holidays.add(first.plusDays(random.nextInt(20)));
        }
        return new Calendar(zone, week, holidays);
    }

    private static WorkingHours hours(Random random) {
        List<WorkingHours.Span> spans = new ArrayList<>();
        int from = random.nextInt(600);
        while (from < 1_380) {
            int to = Math.min(1_440, from + 1 + random.nextInt(700));
            spans.add(new WorkingHours.Span(from, to));
            from = to + 1 + random.nextInt(400);
        }
        return new WorkingHours(spans);
    }

    /** Shortly before the zone changes its clock, where it does; Samoa skipped a day once. */
    private static Instant near(Random random, ZoneId zone) {
        Instant year = zone.getId().equals("Pacific/Apia")
                ? Instant.parse("2011-12-01T00:00:00Z")
                : Instant.parse("2010-01-01T00:00:00Z").plus(random.nextInt(6_000), ChronoUnit.DAYS);
        var change = zone.getRules().nextTransition(year);
        Instant about = change == null ? year : change.getInstant();
        return about.minus(random.nextInt(4_000), ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    }

    private static Calendar office(ZoneId zone, Set<LocalDate> holidays) {
        WorkingHours day = WorkingHours.parse("08:00-18:00");
        return new Calendar(zone, List.of(day, day, day, day, day, WorkingHours.NONE, WorkingHours.NONE), holidays);
    }

    private static List<WorkingHours> everyDay(String hours) {
        WorkingHours day = WorkingHours.parse(hours);
        return List.of(day, day, day, day, day, day, day);
    }

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }
}
