package dev.chasqui.application.discovery;

import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that were announced, and what is known of each: the rules of discovery without
 * threads and without a clock. Times are in nanoseconds since any moment and never negative. What a
 * flood of announcements can take is bounded: the services that are known, those that are asked at
 * a time, and those that are used. Not safe for use by several threads.
 */
final class Sightings {
    /** The most services that are known; further ones take the place of those that failed. */
    static final int MOST_KNOWN = 256;

    /** The most servers that are used. */
    static final int MOST_USED = 64;

    /** The most services that are asked at a time. */
    static final int MOST_ASKED = 8;

    /** The time for which an announcement is left alone, since its path is told after it. */
    static final Duration SETTLING = Duration.ofSeconds(1);

    /** The least time between two questions to one service. */
    static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

    /** The longest time between two questions to a service that does not answer. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The time of what is never due. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<Announcement.Id, Sighting> known = new LinkedHashMap<>();
    private int asked;

    /** The result of asking a service. */
    sealed interface Outcome {
        /** It is a server of models. */
        record Usable(ServerEntry server) implements Outcome {}

        /** It may not be used, and will not be as long as it is announced in this way. */
        record Refused() implements Outcome {}

        /** It does not answer. */
        record Silent() implements Outcome {}
    }

    private static final class Sighting {
        private Announcement service;
        private long due;
        private long askedAt;
        private boolean asked;
        private boolean gone;

        /**
         * The end of the time for which it stays without being asked; counts only if it is gone.
         */
        private long graceEnd;

        private int failures;
        private Optional<ServerEntry> used = Optional.empty();

        Sighting(Announcement service) {
            this.service = service;
        }

        boolean mayMakeRoom() {
            return used.isEmpty() && !asked && (failures > 0 || due == NEVER);
        }

        boolean isDue(long now) {
            return !asked && due <= now;
        }

        boolean isAt(ServerAddress address) {
            return used.filter(one -> one.isAt(address)).isPresent();
        }

        void askAgain(long then) {
            due = Math.min(due, then);
        }
    }

    void announced(Announcement service, long now) {
        Sighting before = known.get(service.id());
        if (before == null) {
            if (hasRoom()) {
                Sighting first = new Sighting(service);
                first.due = now + SETTLING.toNanos();
                known.put(service.id(), first);
            }
            return;
        }
        boolean changed = !before.service.equals(service);
        if (changed || before.gone) {
            before.failures = changed ? 0 : before.failures;
            before.gone = false;
            before.service = service;
            before.due = Math.max(now + SETTLING.toNanos(), before.askedAt + LEAST_PAUSE.toNanos());
        }
    }

    private boolean hasRoom() {
        if (known.size() >= MOST_KNOWN) {
            known.values().stream()
                    .filter(Sighting::mayMakeRoom)
                    .findFirst()
                    .ifPresent(one -> known.remove(one.service.id()));
        }
        return known.size() < MOST_KNOWN;
    }

    /**
     * @param grace the time after which a server that is used is asked whether it is still there
     */
    void withdrawn(Announcement.Id id, Duration grace, long now) {
        Sighting one = known.get(id);
        if (one == null || one.gone) {
            return;
        }
        boolean isElsewhere =
                one.used
                        .filter(server -> isAnnounced(ServerAddress.of(server.url()), one))
                        .isPresent();
        if (one.used.isEmpty() || isElsewhere) {
            known.remove(id);
        } else {
            one.gone = true;
            one.graceEnd = now + grace.toNanos();
            one.due = one.graceEnd;
        }
    }

    private boolean isAnnounced(ServerAddress address, Sighting but) {
        return known.values().stream()
                .anyMatch(one -> !one.equals(but) && !one.gone && one.isAt(address));
    }

    /** Returns the services to ask now, those first that are due longest; they count as asked. */
    List<Announcement> ask(long now) {
        List<Sighting> due =
                known.values().stream()
                        .filter(one -> one.isDue(now))
                        .sorted(Comparator.comparingLong(one -> one.due))
                        .limit(MOST_ASKED - asked)
                        .toList();
        for (Sighting one : due) {
            one.asked = true;
            one.askedAt = now;
            one.due = NEVER;
            asked++;
        }
        return due.stream().map(one -> one.service).toList();
    }

    /** Returns the time at which the next service is to be asked. */
    long nextDue() {
        return asked == MOST_ASKED
                ? NEVER
                : known.values().stream()
                        .filter(one -> !one.asked)
                        .mapToLong(one -> one.due)
                        .min()
                        .orElse(NEVER);
    }

    /**
     * Notes the result of asking a service.
     *
     * @param grace the time after which one that was withdrawn is asked again
     */
    void answered(Announcement service, Outcome outcome, Duration grace, long now) {
        asked--;
        Sighting one = known.get(service.id());
        if (one == null || !one.asked) {
            return;
        }
        one.asked = false;
        switch (outcome) {
            case Outcome.Usable(ServerEntry server) -> use(one, server, grace, now);
            case Outcome.Refused _ -> {
                one.used = Optional.empty();
                forgetIfGone(one);
            }
            case Outcome.Silent _ -> {
                if (!one.gone) {
                    one.failures++;
                    one.askAgain(now + pause(one.failures).toNanos());
                } else if (one.askedAt >= one.graceEnd) {
                    forgetIfGone(one);
                }
            }
        }
    }

    private void use(Sighting one, ServerEntry server, Duration grace, long now) {
        one.failures = 0;
        ServerAddress address = ServerAddress.of(server.url());
        Set<ServerAddress> others = usedBeside(one);
        if (others.size() >= MOST_USED && !others.contains(address)) {
            one.used = Optional.empty();
            one.askAgain(now + LONGEST_PAUSE.toNanos());
            forgetIfGone(one);
            return;
        }
        one.used = Optional.of(server);
        if (!one.gone) {
            known.values().removeIf(other -> other.gone && other.isAt(address));
        } else if (isAnnounced(address, one)) {
            forgetIfGone(one);
        } else {
            one.askAgain(now + grace.toNanos());
            one.graceEnd = one.due;
        }
    }

    private Set<ServerAddress> usedBeside(Sighting but) {
        return known.values().stream()
                .filter(one -> !one.equals(but))
                .flatMap(one -> one.used.stream())
                .map(server -> ServerAddress.of(server.url()))
                .collect(Collectors.toSet());
    }

    private void forgetIfGone(Sighting one) {
        if (one.gone) {
            known.remove(one.service.id());
        }
    }

    private static Duration pause(int failures) {
        Duration pause = LEAST_PAUSE;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Returns the number of services that are known. */
    int size() {
        return known.size();
    }

    /** Returns the servers to use; one that is announced several times is there once. */
    List<Discovered> used() {
        Set<ServerAddress> addresses = new HashSet<>();
        Set<String> ids = new HashSet<>();
        List<Discovered> all = new ArrayList<>();
        for (Sighting one : known.values()) {
            one.used.ifPresent(
                    server -> {
                        if (addresses.add(ServerAddress.of(server.url())) && ids.add(server.id())) {
                            all.add(new Discovered(server, one.service));
                        }
                    });
        }
        return all;
    }

    /** Forgets all; the outcomes of those that are asked now count no more. */
    void clear() {
        known.clear();
    }
}
