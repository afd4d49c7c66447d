package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks a JSON value against a JSON Schema, as far as our schema goes: a keyword that it does not
 * know is a mistake of the test.
 */
final class SchemaCheck {
    /** Keywords that say something to people or editors alone. */
    private static final Set<String> NOTES =
            Set.of("$schema", "$defs", "title", "description", "default", "format");

    private final Json.Obj root;
    private final List<String> complaints = new ArrayList<>();

    private SchemaCheck(Json.Obj root) {
        this.root = root;
    }

    /** The places that do not fit; empty if the value is valid. */
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
            case "$ref" -> {
                check(Schemas.resolve(root, rule), value, path);
                yield true;
            }
            case "type" -> typeFits(((Json.Str) rule).value(), value);
            case "enum" -> ((Json.Arr) rule).items().contains(value);
            case "pattern" ->
                    !(value instanceof Json.Str(String text))
                            || Pattern.compile(((Json.Str) rule).value()).matcher(text).find();
            case "minLength" -> !(value instanceof Json.Str(String text)) || !text.isEmpty();
            case "minimum" ->
                    !(value instanceof Json.Num number)
                            || number.doubleValue() >= ((Json.Num) rule).doubleValue();
            case "maximum" ->
                    !(value instanceof Json.Num number)
                            || number.doubleValue() <= ((Json.Num) rule).doubleValue();
            case "oneOf" ->
                    ((Json.Arr) rule)
                                    .items().stream()
                                            .filter(one -> validAlone((Json.Obj) one, value))
                                            .count()
                            == 1;
            case "required" ->
                    ((Json.Arr) rule)
                            .items().stream()
                                    .allMatch(
                                            name ->
                                                    ((Json.Obj) value)
                                                            .members()
                                                            .containsKey(
                                                                    ((Json.Str) name).value()));
            case "items" -> {
                int index = 0;
                for (Json item : ((Json.Arr) value).items()) {
                    check((Json.Obj) rule, item, path + "[" + index++ + "]");
                }
                yield true;
            }
            case "properties" -> {
                Map<String, Json> properties = ((Json.Obj) rule).members();
                if (value instanceof Json.Obj(Map<String, Json> members)) {
                    members.forEach(
                            (name, member) -> {
                                if (properties.get(name) instanceof Json.Obj property) {
                                    check(property, member, path + "." + name);
                                }
                            });
                }
                yield true;
            }
            case "additionalProperties" -> {
                Set<String> named = Schemas.properties(schema).keySet();
                if (value instanceof Json.Obj(Map<String, Json> members)) {
                    members.forEach(
                            (name, member) -> {
                                if (!named.contains(name)) {
                                    checkAdditional(rule, member, path + "." + name);
                                }
                            });
                }
                yield true;
            }
            default -> throw new AssertionError("keyword that the test does not know: " + keyword);
        };
    }

    private void checkAdditional(Json rule, Json member, String path) {
        if (rule instanceof Json.Obj schema) {
            check(schema, member, path);
        } else {
            complaints.add(path + ": additionalProperties");
        }
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
