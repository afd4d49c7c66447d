package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The value that most JSON values agree on, object by object and field by field.
 *
 * @param value the value
 * @param votes how many agree: a number, or for an object the same of each field
 * @param least how many agree on the field that fewest agree on
 */
record JsonVote(Json value, Json votes, int least) {

    /**
     * @param values at least one
     */
    static JsonVote of(List<Json> values) {
        List<Json> majority = Poll.of(values, Json.Obj.class::isInstance).majority();
        if (majority.getFirst() instanceof Json.Obj) {
            return ofObjects(majority.stream().map(Json.Obj.class::cast).toList());
        }
        List<Json> agreeing = Poll.of(majority, NormalForm::of).majority();
        return new JsonVote(agreeing.getFirst(), Json.of(agreeing.size()), agreeing.size());
    }

    /** A field is there if most objects have it; objects without it have no say in its value. */
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
