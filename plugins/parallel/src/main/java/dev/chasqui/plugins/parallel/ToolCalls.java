package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.ToolCall;

import java.util.List;
import java.util.Optional;

/** Answers that want tools to be called: no text can be made of them, so they are chosen whole. */
final class ToolCalls {
    private ToolCalls() {}

    /** The answers that call tools or those that say something, whichever are more. */
    static List<Answered> majority(List<Answered> answers) {
        return Poll.of(answers, each -> each.answer().callsTools()).majority();
    }

    /** The answer whose calls most want, where most want to call tools at all. */
    static Optional<Answer> chosen(List<Answered> answers) {
        return Optional.of(majority(answers))
                .filter(alike -> alike.getFirst().answer().callsTools())
                .map(alike -> Poll.of(alike, each -> essence(each.answer())).winner().answer());
    }

    /** What counts of an answer's calls: which functions, with which arguments, in which order. */
    static Object essence(Answer answer) {
        return answer.toolCalls().stream()
                .map(call -> List.of(call.name(), arguments(call)))
                .toList();
    }

    private static Object arguments(ToolCall call) {
        return JsonText.read(call.arguments())
                .map(NormalForm::of)
                .orElseGet(() -> call.arguments().strip());
    }
}
