package dev.chasqui.plugins.parallel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one exchange shall do.
 *
 * @param n how many branches
 * @param models whom they ask, in turn; none for the model that was asked
 * @param join how one reply is made of the answers
 * @param deadline how long a branch may take for its whole answer
 * @param aggregator who synthesizes; empty for the model that was asked
 */
record Plan(
        int n, List<String> models, JoinKind join, Duration deadline, Optional<String> aggregator) {
    private static final int USUAL_BRANCHES = 3;

    /** What a command asks for, and where it says nothing, the config. */
    static Plan of(ParallelConfig config, Arguments given) {
        List<String> models = given.models().isEmpty() ? config.models() : given.models();
        // A number in the config is meant for the models there, not for those of a command.
        Optional<Integer> n = given.models().isEmpty() ? given.n().or(config::n) : given.n();
        return new Plan(
                n.orElse(models.isEmpty() ? USUAL_BRANCHES : models.size()),
                models,
                given.join().orElse(config.join()),
                given.deadline().orElse(config.deadline()),
                given.aggregator().or(config::aggregator));
    }

    /**
     * The branches in their order.
     *
     * @param asked the model that the client asked
     */
    List<Place> places(String asked) {
        List<String> dealt = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            dealt.add(models.isEmpty() ? asked : models.get(i % models.size()));
        }
        Map<String, Integer> seen = new HashMap<>();
        List<Place> places = new ArrayList<>();
        for (String model : dealt) {
            int nth = seen.merge(model, 1, Integer::sum);
            places.add(
                    new Place(
                            places.size() + 1, model, nth == 1 ? model : model + " (" + nth + ")"));
        }
        return places;
    }
}
