package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.Fork;
import dev.chasqui.plugins.branches.JoinedEvents;

import java.util.ArrayList;
import java.util.List;

/**
 * A join by vote: the answer that most branches give, in the words of the first that gives it. If
 * the reply is JSON, each field has the value that most branches give.
 */
record Vote(AnswerForm form) implements Join {

    @Override
    public ChatReply reply(Fork fork) {
        List<AnsweredBranch> answers = fork.answers();
        List<AnsweredBranch> alike = ToolCalls.majority(answers);
        boolean byField = form.isJson() && !alike.getFirst().answer().callsTools();
        return ChatReply.of(
                byField
                        ? fieldByField(alike, answers.size(), fork)
                        : asAWhole(Poll.of(alike, Vote::essence), answers.size(), fork));
    }

    private List<ReplyEvent> asAWhole(Poll<AnsweredBranch> poll, int of, Fork fork) {
        int agree = poll.majority().size();
        Json.Obj tally =
                tally(agree, of)
                        .with(
                                "groups",
                                new Json.Arr(poll.groups().stream().map(Vote::numbers).toList()));
        BranchAnswer winner = poll.winner().answer();
        ReplyEvent note = new ReplyEvent.Note("vote", tally);
        boolean inText = form == AnswerForm.PROSE && !winner.callsTools();
        return JoinedEvents.of(
                winner,
                inText
                        ? List.of(new ReplyEvent.Text(sentence(agree, of, fork)), note)
                        : List.of(note),
                fork.report());
    }

    private static List<ReplyEvent> fieldByField(List<AnsweredBranch> alike, int of, Fork fork) {
        List<Json> values = alike.stream().flatMap(each -> each.answer().json().stream()).toList();
        JsonVote vote = JsonVote.of(values);
        ReplyEvent note =
                new ReplyEvent.Note("vote", tally(vote.least(), of).with("fields", vote.votes()));
        CitationNumbers citations = new CitationNumbers(false);
        alike.forEach(each -> citations.add(each.answer()));
        List<ReplyEvent> added = new ArrayList<>(citations.events());
        added.add(note);
        return JoinedEvents.of(vote.value().toString(), added, fork.report());
    }

    /** Returns the part of an answer by which answers are compared. */
    private static Object essence(AnsweredBranch answered) {
        BranchAnswer answer = answered.answer();
        return answer.callsTools() ? ToolCalls.essence(answer) : NormalForm.of(answer.text());
    }

    private static Json.Obj tally(int agree, int of) {
        return Json.Obj.EMPTY.with("agree", Json.of(agree)).with("of", Json.of(of));
    }

    private static Json numbers(List<AnsweredBranch> group) {
        return new Json.Arr(group.stream().map(each -> Json.of(each.target().number())).toList());
    }

    private static String sentence(int agree, int of, Fork fork) {
        int failed = fork.failures().size();
        return "\n\n("
                + agree
                + " of "
                + of
                + " agree"
                + (failed == 0 ? "" : ", " + failed + " failed")
                + ")";
    }
}
