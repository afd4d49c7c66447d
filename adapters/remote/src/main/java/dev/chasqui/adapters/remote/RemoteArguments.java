package dev.chasqui.adapters.remote;

import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a command, which the service itself interprets. */
record RemoteArguments(
        @Argument(help = "the values without a name") List<String> values,
        @Argument(help = "the values with a name, as in k=5") Map<String, String> named) {

    Json.Obj toJson() {
        Map<String, Json> byName = new LinkedHashMap<>();
        named.forEach((name, value) -> byName.put(name, Json.of(value)));
        return Json.Obj.EMPTY
                .with("values", new Json.Arr(values.stream().map(Json::of).toList()))
                .with("named", new Json.Obj(byName));
    }
}
