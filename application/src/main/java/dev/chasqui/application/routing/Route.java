package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The backends for a request, ranked, and those that do not get it. Immutable.
 *
 * @param kept the backends that may be asked, the best first
 * @param dropped the others
 */
public record Route(List<Kept> kept, List<Dropped> dropped) {

    /**
     * A backend that may be asked.
     *
     * @param score the number by which it is ranked among those of its priority; more is better
     * @param reasons the reasons for its place
     * @param part the part that it has in the choice
     */
    public record Kept(Candidate candidate, double score, List<KeptReason> reasons, Part part) {
        public Kept {
            reasons = List.copyOf(reasons);
        }

        /** Returns the reasons in words, for administrators. */
        public List<String> told() {
            return reasons.stream().map(KeptReason::text).toList();
        }

        /** Returns the reasons in short words, for callers. */
        public String brief() {
            return reasons.size() == 1
                    ? reasons.getFirst().brief()
                    : reasons.stream().map(KeptReason::brief).collect(Collectors.joining("; "));
        }
    }

    /** The parts of backends in a choice. */
    public enum Part {
        /** It is asked as usual. */
        USUAL,
        /** Its ejection is over, and one call tries it. */
        PROBE,
        /** It is ejected, and so are all others that might answer. */
        LAST_RESORT
    }

    /**
     * A backend that gets no request.
     *
     * @param reason the reason
     */
    public record Dropped(Candidate candidate, DropReason reason) {}

    public Route {
        kept = List.copyOf(kept);
        dropped = List.copyOf(dropped);
    }

    /** Returns the route of a model that only one backend has. */
    static Route only(Candidate candidate) {
        return new Route(
                List.of(new Kept(candidate, 1, KeptReason.Only.ALONE, Part.USUAL)), List.of());
    }

    /**
     * Returns the dropped backends that are only out of favour for their failures: the last resort
     * if those that were kept cannot be asked.
     */
    public List<Kept> resting() {
        if (dropped.isEmpty()) {
            return List.of();
        }
        return dropped.stream()
                .filter(one -> one.reason().isLastResort())
                .sorted(Comparator.comparing(one -> one.reason().frees().orElse(Duration.ZERO)))
                .map(one -> lastResort(one.candidate(), one.reason()))
                .toList();
    }

    static Kept lastResort(Candidate candidate, DropReason reason) {
        return new Kept(candidate, 0, List.of(new KeptReason.LastResort(reason)), Part.LAST_RESORT);
    }

    /**
     * Returns the time until the first of the dropped ones may be asked; empty if none may ever.
     */
    Optional<Duration> frees() {
        return dropped.stream()
                .flatMap(one -> one.reason().frees().stream())
                .min(Duration::compareTo);
    }
}
