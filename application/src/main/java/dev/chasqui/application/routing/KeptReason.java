package dev.chasqui.application.routing;

import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.domain.account.Money;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A reason for the place of a backend in a route. */
public sealed interface KeptReason {

    /** Returns the reason in words, for administrators alone where {@link #brief} differs. */
    String text();

    /** Returns the reason in short words that tell a caller nothing of others, nor of servers. */
    default String brief() {
        return text();
    }

    /** It has answered this conversation last, so it need not read all of it again. */
    enum Warm implements KeptReason {
        INSTANCE;

        @Override
        public String text() {
            return "has answered this conversation before";
        }
    }

    /** It is the one of several that requests with these instructions go to. */
    enum SameInstructions implements KeptReason {
        INSTANCE;

        @Override
        public String text() {
            return "requests with these instructions go to it";
        }
    }

    /** It is the only backend that has the model. */
    enum Only implements KeptReason {
        INSTANCE;

        static final List<KeptReason> ALONE = List.of(INSTANCE);

        @Override
        public String text() {
            return "the only backend of the model";
        }
    }

    /** The strategy ranks it here by the order of the config. */
    record Order(int place) implements KeptReason {
        @Override
        public String text() {
            return "number " + place + " in the config's order";
        }
    }

    /** It is its turn, or that of another before it. */
    record Turn(int others) implements KeptReason {
        @Override
        public String brief() {
            return "its turn";
        }

        @Override
        public String text() {
            return others == 0 ? "its turn" : others + " others have their turn before";
        }
    }

    /** Chance ranks it here. */
    record Drawn(double weight) implements KeptReason {
        @Override
        public String text() {
            return "drawn by weight " + number(weight);
        }
    }

    /** It has this load. */
    record Load(int open, OptionalInt most) implements KeptReason {
        @Override
        public String brief() {
            return "by its load";
        }

        @Override
        public String text() {
            return open
                    + (most.isPresent() ? " of " + most.getAsInt() : "")
                    + (open == 1 ? " open call" : " open calls");
        }
    }

    /** Its answers begin after this time. */
    record FirstEvent(long nanos) implements KeptReason {
        @Override
        public String brief() {
            return "by its speed";
        }

        @Override
        public String text() {
            return nanos == 0
                    ? "the time to its first event is not known"
                    : "its first event comes after " + Duration.ofNanos(nanos).toMillis() + " ms";
        }
    }

    /** The request costs so much there; empty if its price is not known. */
    record Cost(Optional<EstimatedCost> cost) implements KeptReason {
        @Override
        public String brief() {
            return "by its cost";
        }

        @Override
        public String text() {
            return cost.map(Cost::told).orElse("its price is not known");
        }

        private static String told(EstimatedCost known) {
            return known.amount().equals(Money.ZERO)
                    ? "it costs nothing"
                    : "it costs some " + known;
        }
    }

    /** So many of its calls have failed. */
    record Failures(double share) implements KeptReason {
        @Override
        public String brief() {
            return "by its failures";
        }

        @Override
        public String text() {
            return Math.round(100 * share) + " % of its calls failed";
        }
    }

    /** It has this priority in the config. */
    record Priority(int priority) implements KeptReason {
        @Override
        public String text() {
            return "priority " + priority;
        }
    }

    /** A budget is nearly spent, so that backends of this network come first. */
    enum Budget implements KeptReason {
        INSTANCE;

        @Override
        public String text() {
            return "the budget's soft part is spent, so backends of this network come first";
        }
    }

    /** Its ejection is over. */
    enum Probe implements KeptReason {
        INSTANCE;

        @Override
        public String text() {
            return "its ejection is over; one request tries it";
        }
    }

    /** It is ejected, down or being tried, and no other backend is left. */
    record LastResort(DropReason because) implements KeptReason {
        @Override
        public String brief() {
            return "last resort, since no other backend is left";
        }

        @Override
        public String text() {
            return "last resort, since no other backend is left; " + because.text();
        }
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
