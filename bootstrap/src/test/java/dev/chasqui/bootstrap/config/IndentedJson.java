package dev.chasqui.bootstrap.config;

import dev.chasqui.domain.json.Json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A printer of readable JSON: one member a line, indented by two spaces; short arrays on one line.
 */
final class IndentedJson {
    private final StringBuilder text = new StringBuilder();

    private IndentedJson() {}

    static String of(Json value) {
        IndentedJson json = new IndentedJson();
        json.add(value, "");
        return json.text.toString();
    }

    private void add(Json value, String indent) {
        String deeper = indent + "  ";
        switch (value) {
            case Json.Obj(Map<String, Json> members) when members.isEmpty() -> text.append("{}");
            case Json.Obj(Map<String, Json> members) -> {
                text.append('{');
                Iterator<Map.Entry<String, Json>> left = members.entrySet().iterator();
                while (left.hasNext()) {
                    Map.Entry<String, Json> member = left.next();
                    text.append('\n').append(deeper).append(Json.of(member.getKey())).append(": ");
                    add(member.getValue(), deeper);
                    text.append(left.hasNext() ? "," : "");
                }
                text.append('\n').append(indent).append('}');
            }
            case Json.Arr(List<Json> items)
                    when items.stream().anyMatch(Json.Obj.class::isInstance) -> {
                text.append('[');
                Iterator<Json> left = items.iterator();
                while (left.hasNext()) {
                    text.append('\n').append(deeper);
                    add(left.next(), deeper);
                    text.append(left.hasNext() ? "," : "");
                }
                text.append('\n').append(indent).append(']');
            }
            case Json.Arr(List<Json> items) ->
                    text.append(
                            items.stream()
                                    .map(Json::toString)
                                    .collect(Collectors.joining(", ", "[", "]")));
            default -> text.append(value);
        }
    }
}
