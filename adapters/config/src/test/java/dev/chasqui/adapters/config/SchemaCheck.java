package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A validator of JSON values against a JSON Schema, for the keywords of our schema: an unknown
 * keyword is a mistake of the test.
 */
final class SchemaCheck {
    /** Keywords that only inform people or editors. */
    private static final Set<String> NOTES =
            Set.of("$schema", "$defs", "title", "description", "default", "format");

    private final Json.Obj root;
    private final List<String> complaints = new ArrayList<>();

    private SchemaCheck(Json.Obj root) {
        this.root = root;
    }

    /** Returns the paths of values that do not fit; empty if the whole value is valid. */
    static List<String> complaints(Json.Obj schema, Json value) {
        SchemaCheck check = new SchemaCheck(schema);
        check.check(schema, value, "");
        return check.complaints;
    }

    private void check(Json.Obj schema, Json value, String path) {
        schema.members()
                .forEach(
                        (keyword, rule) -> {
                            if (!NOTES.contains(keyword)
                                    && !fits(schema, keyword, rule, value, path)) {
                                complaints.add(path + ": " + keyword);
                            }
                        });
    }

    private boolean fits(Json.Obj schema, String keyword, Json rule, Json value, String path) {
        return switch (keyword) {
            case "$ref" -> checked(() -> check(Schemas.resolve(root, rule), value, path));
            case "items" -> checked(() -> checkItems((Json.Obj) rule, (Json.Arr) value, path));
            case "additionalProperties" ->
                    checked(() -> checkMembers(Schemas.properties(schema), rule, value, path));
            // Checked with the additional properties, which every object of ours declares.
            case "properties" -> schema.get("additionalProperties").isPresent();
            case "type" -> typeFits(text(rule), value);
            case "enum" -> ((Json.Arr) rule).items().contains(value);
            case "pattern" ->
                    !(value instanceof Json.Str(String text))
                            || Pattern.compile(text(rule)).matcher(text).find();
            case "minLength" -> !(value instanceof Json.Str(String text)) || !text.isEmpty();
            case "minimum" -> !(value instanceof Json.Num number) || compare(number, rule) >= 0;
            case "maximum" -> !(value instanceof Json.Num number) || compare(number, rule) <= 0;
            case "oneOf" ->
                    items(rule).filter(one -> validAlone((Json.Obj) one, value)).count() == 1;
            case "required" -> items(rule).allMatch(name -> members(value).containsKey(text(name)));
            default -> throw new AssertionError("keyword that the test does not know: " + keyword);
        };
    }

    /** Validates the members, and reports their mistakes itself. */
    private static boolean checked(Runnable check) {
        check.run();
        return true;
    }

    private void checkItems(Json.Obj schema, Json.Arr array, String path) {
        for (int i = 0; i < array.items().size(); i++) {
            check(schema, array.items().get(i), ConfigPositions.element(path, i));
        }
    }

    private void checkMembers(Map<String, Json> properties, Json others, Json value, String path) {
        members(value)
                .forEach(
                        (name, member) -> {
                            String memberPath = ConfigPositions.join(path, name);
                            Json rule = properties.getOrDefault(name, others);
                            if (rule instanceof Json.Obj memberSchema) {
                                check(memberSchema, member, memberPath);
                            } else if (rule.equals(Json.of(false))) {
                                complaints.add(memberPath + ": additionalProperties");
                            }
                        });
    }

    private static Stream<Json> items(Json array) {
        return ((Json.Arr) array).items().stream();
    }

    private static Map<String, Json> members(Json value) {
        return value instanceof Json.Obj(Map<String, Json> members) ? members : Map.of();
    }

    private static String text(Json value) {
        return ((Json.Str) value).value();
    }

    private static int compare(Json.Num number, Json limit) {
        return Double.compare(number.doubleValue(), ((Json.Num) limit).doubleValue());
    }

    private boolean validAlone(Json.Obj schema, Json value) {
        SchemaCheck alone = new SchemaCheck(root);
        alone.check(schema, value, "");
        return alone.complaints.isEmpty();
    }

    private static boolean typeFits(String type, Json value) {
        return switch (type) {
            case "object" -> value instanceof Json.Obj;
            case "array" -> value instanceof Json.Arr;
            case "string" -> value instanceof Json.Str;
            case "boolean" -> value instanceof Json.Bool;
            case "number" -> value instanceof Json.Num;
            case "integer" ->
                    value instanceof Json.Num(String literal) && literal.matches("-?[0-9]+");
            default -> throw new AssertionError("type that the test does not know: " + type);
        };
    }
}
