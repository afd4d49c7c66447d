package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a vote between JSON values. Objects are voted on field by field, at every level;
 * other values as a whole.
 *
 * @param value the value with the most votes
 * @param votes the number of votes for it; for an object, an object with the votes for each field
 * @param least the votes for the field with the fewest votes
 */
record JsonVote(Json value, Json votes, int least) {

    /**
     * Votes on values.
     *
     * @param values the values, at least one
     */
    static JsonVote of(List<Json> values) {
        List<Json> majority = Poll.of(values, Json.Obj.class::isInstance).majority();
        if (majority.getFirst() instanceof Json.Obj) {
            return ofObjects(majority.stream().map(Json.Obj.class::cast).toList());
        }
        List<Json> agreeing = Poll.of(majority, NormalForm::of).majority();
        return new JsonVote(agreeing.getFirst(), Json.of(agreeing.size()), agreeing.size());
    }

    /**
     * Votes on objects. A field is kept if most objects have it; objects without it have no vote on
     * its value.
     */
    private static JsonVote ofObjects(List<Json.Obj> objects) {
        Set<String> names = new LinkedHashSet<>();
        objects.forEach(object -> names.addAll(object.members().keySet()));
        Map<String, Json> members = new LinkedHashMap<>();
        Map<String, Json> votes = new LinkedHashMap<>();
        int least = objects.size();
        for (String name : names) {
            List<Optional<Json>> given = objects.stream().map(each -> each.get(name)).toList();
            List<Optional<Json>> majority = Poll.of(given, Optional::isPresent).majority();
            if (majority.getFirst().isPresent()) {
                JsonVote field = of(majority.stream().flatMap(Optional::stream).toList());
                members.put(name, field.value());
                votes.put(name, field.votes());
                least = Math.min(least, field.least());
            }
        }
        return new JsonVote(new Json.Obj(members), new Json.Obj(votes), least);
    }
}
