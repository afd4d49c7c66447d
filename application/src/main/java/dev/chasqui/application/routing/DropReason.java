package dev.chasqui.application.routing;

import dev.chasqui.domain.model.Capability;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A reason why a backend gets no request. */
public sealed interface DropReason {
    /** The short words for a backend that has too many calls. */
    String BUSY = "busy";

    /** The short words for a backend that has failed. */
    String AWAY = "not available now";

    /** Returns the reason in words, with what would help, for administrators alone. */
    String text();

    /** Returns the reason in short words that tell a caller nothing of others, nor of servers. */
    String brief();

    /** Returns the time until the reason is gone, as far as it is known; empty if it stays. */
    default Optional<Duration> frees() {
        return Optional.empty();
    }

    /** Returns true if the backend is asked all the same where no other one is left. */
    default boolean isLastResort() {
        return false;
    }

    /** A reason that passes by itself while other requests end, so that waiting for it helps. */
    sealed interface Busy extends DropReason {
        /** The time to tell where nobody knows it. */
        Duration SOON = Duration.ofSeconds(1);

        @Override
        default Optional<Duration> frees() {
            return Optional.of(SOON);
        }
    }

    /** The config does not let the backend answer for this model. */
    record NotListed(String model) implements DropReason {
        @Override
        public String brief() {
            return "not for this model";
        }

        @Override
        public String text() {
            return "models." + model + ".backends in the config does not name it";
        }
    }

    /** Its tier is too low for the request. */
    record Tier(OptionalInt own, int wanted) implements DropReason {
        @Override
        public String brief() {
            return text();
        }

        @Override
        public String text() {
            return (own.isPresent() ? "has tier " + own.getAsInt() : "has no tier")
                    + "; the request wants at least "
                    + wanted;
        }
    }

    /** Its model lacks an ability that the request needs, and that of another backend has it. */
    record Unable(Capability ability) implements DropReason {
        @Override
        public String brief() {
            return "cannot " + ability.words();
        }

        @Override
        public String text() {
            return "its list says that the model cannot " + ability.words();
        }
    }

    /** Its model's context is too short for the request, and that of another backend is not. */
    record TooShort(int context, long needed) implements DropReason {
        @Override
        public String brief() {
            return text();
        }

        @Override
        public String text() {
            return "has " + context + " tokens of context, and the request needs some " + needed;
        }
    }

    /** The caller's requests may not go to its zone. */
    enum Zone implements DropReason {
        INSTANCE;

        @Override
        public String brief() {
            return "out of reach";
        }

        @Override
        public String text() {
            return "it is in the zone 'open', where this caller's requests may not go";
        }
    }

    /** An administrator has drained it. */
    enum Drained implements DropReason {
        INSTANCE;

        @Override
        public String brief() {
            return "drained";
        }

        @Override
        public String text() {
            return "drained by an administrator, until it is resumed";
        }
    }

    /** An administrator has moved the model to a backend that may answer. */
    enum Moved implements DropReason {
        INSTANCE;

        @Override
        public String brief() {
            return "moved";
        }

        @Override
        public String text() {
            return "the model was moved to another backend by an administrator";
        }
    }

    /** Other requests took its last places after the choice. */
    enum Taken implements Busy {
        INSTANCE;

        @Override
        public String brief() {
            return BUSY;
        }

        @Override
        public String text() {
            return "other requests took its last places";
        }
    }

    /** Its next places belong to requests that wait for them. */
    enum Awaited implements Busy {
        INSTANCE;

        @Override
        public String brief() {
            return BUSY;
        }

        @Override
        public String text() {
            return "other requests wait for its next places";
        }
    }

    /** It has as many open calls as it may. */
    record Full(int most) implements Busy {
        @Override
        public String brief() {
            return BUSY;
        }

        @Override
        public String text() {
            return "all " + most + " of its calls are open (maxConcurrency)";
        }
    }

    /** The model has as many open calls as it may. */
    record ModelFull(String model, int most) implements Busy {
        @Override
        public String brief() {
            return "the model is busy";
        }

        @Override
        public String text() {
            return "all "
                    + most
                    + " calls of the model are open (models."
                    + model
                    + ".maxConcurrency)";
        }
    }

    /** As many of its calls have begun as its rate allows. */
    record Rate(Duration left) implements Busy {
        @Override
        public String brief() {
            return BUSY;
        }

        @Override
        public String text() {
            return "its rate is used up; one more call may begin in " + told(left);
        }

        @Override
        public Optional<Duration> frees() {
            return Optional.of(left);
        }
    }

    /** It asked for a pause. */
    record Paused(Duration left) implements DropReason {
        @Override
        public String brief() {
            return "asked for a pause";
        }

        @Override
        public String text() {
            return "it asked for no more calls for " + told(left) + " (Retry-After)";
        }

        @Override
        public Optional<Duration> frees() {
            return Optional.of(left);
        }
    }

    /** Its checks fail. */
    record Down(String why) implements DropReason {
        @Override
        public String brief() {
            return AWAY;
        }

        @Override
        public String text() {
            return "its checks fail: " + why;
        }

        @Override
        public Optional<Duration> frees() {
            return Optional.of(Full.SOON);
        }

        @Override
        public boolean isLastResort() {
            return true;
        }
    }

    /** It is ejected. */
    record Ejected(String why, Duration left) implements DropReason {
        @Override
        public String brief() {
            return AWAY;
        }

        @Override
        public String text() {
            return "ejected for " + told(left) + " more after " + why;
        }

        @Override
        public Optional<Duration> frees() {
            return Optional.of(left);
        }

        @Override
        public boolean isLastResort() {
            return true;
        }
    }

    /** Another request tries it after its ejection. */
    record Probed(String why) implements DropReason {
        @Override
        public String brief() {
            return AWAY;
        }

        @Override
        public String text() {
            return "another request tries it; it was ejected after " + why;
        }

        @Override
        public Optional<Duration> frees() {
            return Optional.of(Busy.SOON);
        }

        @Override
        public boolean isLastResort() {
            return true;
        }
    }

    private static String told(Duration left) {
        return left.toMillis() < 1000
                ? left.toMillis() + " ms"
                : Math.ceilDiv(left.toMillis(), 1000) + " s";
    }
}
