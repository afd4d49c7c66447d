package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backends for a request, ranked, and those that do not get it. Immutable.
 *
 * @param kept the backends that may be asked, the best first
 * @param resting those of the dropped ones that may be asked after the kept ones: they are only out
 *     of favour for their failures
 * @param dropped the others
 * @param terms what counts for the model
 * @param conversation the mark of the request's conversation; 0 if it does not count
 */
public record Route(
        List<Kept> kept,
        List<Kept> resting,
        List<Dropped> dropped,
        ModelTerms terms,
        long conversation) {

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

        /** Returns it with one more reason, the foremost. */
        Kept because(KeptReason reason) {
            List<KeptReason> more = new ArrayList<>(reasons.size() + 1);
            more.add(reason);
            more.addAll(reasons);
            return new Kept(candidate, score, more, part);
        }

        /** Returns true if it is asked only since no usual one is left. */
        public boolean isLastResort() {
            return part == Part.LAST_RESORT;
        }

        /** Returns the reason why it was not asked after all. */
        DropReason unasked() {
            for (KeptReason reason : reasons) {
                if (reason instanceof KeptReason.LastResort last) {
                    return last.because();
                }
            }
            return DropReason.Taken.INSTANCE;
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
        /** It is ejected, down or being tried, and no other backend is left. */
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
        resting = List.copyOf(resting);
        dropped = List.copyOf(dropped);
    }

    /** Returns the route of a model that only one backend has. */
    static Route only(Candidate candidate) {
        return new Route(
                List.of(new Kept(candidate, 1, KeptReason.Only.ALONE, Part.USUAL)),
                List.of(),
                List.of(),
                ModelTerms.NONE,
                0);
    }

    /** Returns a route without a backend. */
    public static Route none(List<Dropped> dropped) {
        return new Route(List.of(), List.of(), dropped, ModelTerms.NONE, 0);
    }

    /** Returns the backends that may be asked at once, the best first. */
    public List<Kept> usual() {
        return kept.stream().filter(one -> !one.isLastResort()).toList();
    }

    /** Returns the backends that may be asked where no usual one answers. */
    public List<Kept> lastResort() {
        return Stream.concat(kept.stream().filter(Kept::isLastResort), resting.stream()).toList();
    }

    /** Returns the name of the rule whose list of backends has one; empty if there is none. */
    public Optional<String> listing(String backend) {
        return terms.all().stream()
                .filter(term -> term.rule().backends().contains(backend))
                .map(ModelTerm::name)
                .findFirst();
    }

    /** Returns the backends that are paused, ejected or down. */
    List<Candidate> away() {
        return Stream.concat(
                        lastResort().stream().map(Kept::candidate),
                        dropped.stream()
                                .filter(one -> one.reason() instanceof DropReason.Paused)
                                .map(Dropped::candidate))
                .toList();
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
