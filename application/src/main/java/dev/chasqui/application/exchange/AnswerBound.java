package dev.chasqui.application.exchange;

import dev.chasqui.application.policy.BoundMembers;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;
import java.util.Optional;

/** The most tokens of an answer by the members of its request. Has no state. */
final class AnswerBound {
    /** The paths on models' servers whose answers are written by a model. */
    private static final List<String> WRITING =
            List.of("/completion", "/completions", "/infill", "/messages", "/responses");

    /** The members that ask for several answers to one prompt. */
    private static final List<String> CHOICES = List.of("n", "best_of", "n_cmpl");

    /** The greatest bound, more than any model writes; clients may send any number. */
    private static final long MOST = 1_000_000_000;

    /** The tokens of an answer without a bound. */
    private static final long USUAL = 1_024;

    /** The most images that count; servers make ten at most. */
    private static final long MOST_IMAGES = 1_000;

    private AnswerBound() {}

    /**
     * Returns the most tokens that a call's answer may have; a usual number if it sets no bound,
     * and 0 if its answer is not written by a model.
     *
     * @param path the path on the server, with its query
     */
    static long of(String path, RequestContent body) {
        return isWritten(path) ? of(body) : 0;
    }

    /**
     * Returns true if the answer at a path is written by a model.
     *
     * @param path the path on the server, with its query
     */
    static boolean isWritten(String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return WRITING.stream().anyMatch(plain::endsWith);
    }

    /** Returns the number of images that a JSON body asks for, 1 unless it says another. */
    static long images(RequestContent body) {
        return object(body).map(one -> (long) Math.min(choices(one), MOST_IMAGES)).orElse(1L);
    }

    /** Returns the bound that a JSON body sets for all its answers; a usual number if none. */
    static long of(RequestContent body) {
        return object(body)
                .map(one -> product(orUsual(most(one)), choices(one), prompts(one)))
                .orElse(USUAL);
    }

    private static Optional<Json.Obj> object(RequestContent body) {
        try {
            return body instanceof RequestContent.Bytes(byte[] bytes)
                            && JsonReader.read(bytes) instanceof Json.Obj object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (FailureException e) {
            // The backend says what is wrong with the body.
            return Optional.empty();
        }
    }

    /** Returns the bound that a chat sets for all its answers; a usual number if there is none. */
    static long of(ChatRequest chat) {
        double choices = Math.max(choices(chat.settings().sampling()), choices(chat.extras()));
        return product(most(chat), choices, 1);
    }

    /** Returns true if a body asks for one answer alone, as far as it can be read. */
    static boolean isOfOneAnswer(RequestContent body) {
        return object(body).map(one -> choices(one) * prompts(one) == 1).orElse(true);
    }

    /** Returns true if a chat asks for one answer alone. */
    static boolean isOfOneAnswer(ChatRequest chat) {
        return isOfOneAnswer(chat.settings().sampling()) && isOfOneAnswer(chat.extras());
    }

    /** Returns true if the members of a chat ask for one answer alone. */
    static boolean isOfOneAnswer(Json.Obj members) {
        return choices(members) == 1;
    }

    /**
     * Returns the bound that the members of a chat set for all its answers; a usual number if there
     * is none.
     */
    static long of(Json.Obj members) {
        return product(orUsual(most(members)), choices(members), 1);
    }

    /** Returns the bound that a chat sets for one answer; a usual number if there is none. */
    static long ofOneAnswer(ChatRequest chat) {
        return product(most(chat), 1, 1);
    }

    private static double most(ChatRequest chat) {
        return orUsual(Math.max(most(chat.settings().sampling()), most(chat.extras())));
    }

    /**
     * Returns the greatest of the bounds, since each server reads others of them; 0 if there is
     * none. One that is not above zero bounds nothing, so it counts as the usual one.
     */
    private static double most(Json.Obj body) {
        double most = 0;
        for (String member : BoundMembers.NAMES) {
            double bound = BoundMembers.number(body, member);
            if (!Double.isNaN(bound)) {
                most = Math.max(most, orUsual(bound));
            }
        }
        return most;
    }

    private static double orUsual(double most) {
        return most > 0 ? most : USUAL;
    }

    /** Returns the number of answers to one prompt. */
    private static double choices(Json.Obj body) {
        double choices = 1;
        for (String member : CHOICES) {
            double number = BoundMembers.number(body, member);
            if (number > choices) {
                choices = number;
            }
        }
        return choices;
    }

    /** Returns the number of prompts; a list that holds a token is one prompt. */
    private static int prompts(Json.Obj body) {
        return body.get("prompt").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                        && items.stream().noneMatch(Json.Num.class::isInstance)
                ? Math.max(1, items.size())
                : 1;
    }

    private static long product(double bound, double choices, int prompts) {
        return (long) Math.min(bound * choices * prompts, MOST);
    }
}
