package dev.chasqui.cli.client;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.json.Json;

import java.util.List;

/** A reader of values in the server's answers. */
public final class AnswerReader {
    private AnswerReader() {}

    /**
     * Returns the objects of a list.
     *
     * @throws CommandFailure if the answer has no such list
     */
    public static List<Json.Obj> list(Json.Obj answer, String member) {
        return items(answer, member).stream()
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .toList();
    }

    /**
     * Returns the strings of a list.
     *
     * @throws CommandFailure if the answer has no such list
     */
    public static List<String> texts(Json.Obj answer, String member) {
        return items(answer, member).stream()
                .filter(Json.Str.class::isInstance)
                .map(text -> ((Json.Str) text).value())
                .toList();
    }

    private static List<Json> items(Json.Obj answer, String member) {
        if (!(answer.get(member).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items))) {
            throw CommandFailure.failed(
                    "that is no Chasqui, its answer has no list of " + member + ".");
        }
        return items;
    }

    /**
     * Returns a member that is a number, as it is spelled in the answer; {@code 0} if there is
     * none.
     */
    public static String number(Json.Obj answer, String member) {
        return answer.get(member)
                .filter(Json.Num.class::isInstance)
                .map(Json::toString)
                .orElse("0");
    }
}
