package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.JsonText;

import java.util.List;
import java.util.Optional;

/**
 * Chooses between answers that call tools. Such answers cannot be merged, so one is taken whole.
 */
final class ToolCalls {
    private ToolCalls() {}

    /** Returns the answers that call tools or those with text alone, whichever are more. */
    static List<AnsweredBranch> majority(List<AnsweredBranch> answers) {
        return Poll.of(answers, each -> each.answer().callsTools()).majority();
    }

    /**
     * Returns the answer whose tool calls are the most frequent; empty if most answers call no
     * tools.
     */
    static Optional<BranchAnswer> chosen(List<AnsweredBranch> answers) {
        return Optional.of(majority(answers))
                .filter(alike -> alike.getFirst().answer().callsTools())
                .map(alike -> Poll.of(alike, each -> essence(each.answer())).winner().answer());
    }

    /**
     * Returns the part of an answer's calls by which they are compared: functions and arguments, in
     * order.
     */
    static Object essence(BranchAnswer answer) {
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
