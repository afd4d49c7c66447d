package dev.chasqui.plugins.guard;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The agent of {@code /guard}: it searches passages and tool results for injections, and all texts
 * for sensitive data if the request may leave the network. The zone is that of the model in the
 * request as this agent sees it, so agents that add texts or choose models belong before it.
 *
 * @param rules the rules of the exchange
 * @param sensitive the search for sensitive data
 */
record GuardAgent(GuardRules rules, SensitiveText sensitive) implements Agent {
    private static final System.Logger LOG = System.getLogger(GuardAgent.class.getName());

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        Zone zone = chain.zone(request.model());
        Findings findings = new Findings();
        ChatRequest edited = withoutInjections(request, findings);
        NavigableMap<String, String> values = Collections.emptyNavigableMap();
        if (zone == Zone.OPEN || rules.always()) {
            Placeholders placeholders = new Placeholders();
            ChatRequest redacted = redacted(edited, placeholders, findings);
            if (zone == Zone.OPEN && rules.keepsInside() && findings.hasData()) {
                chain.keepInside("/guard found personal data or secrets");
            } else if (rules.data() == Mode.REDACT) {
                edited = redacted;
                values = placeholders.values();
            }
            findings.unreadable(RequestTexts.unreadable(request));
        }
        noteFor(chain, findings);
        if (findings.isEmpty()) {
            return chain.proceed(request);
        }
        LOG.log(System.Logger.Level.INFO, findings.line(chain.exchange(), zone, rules));
        refuse(findings);
        ChatReply reply = chain.proceed(edited);
        return new RestoredReply(
                reply,
                values,
                request.settings().format().structured(),
                new ReplyEvent.Note("guard", findings.note(zone, rules)));
    }

    /** Notes the counts for the decision ledger, which tells them of a request that leaves. */
    private void noteFor(Chain chain, Findings findings) {
        chain.exchange()
                .metadata()
                .put("guard", findings.isEmpty() ? "nothing found" : findings.counts(rules));
    }

    private ChatRequest redacted(ChatRequest request, Placeholders placeholders, Findings found) {
        var _ =
                new RequestTexts(
                                text -> {
                                    placeholders.reserve(text);
                                    return text;
                                })
                        .edit(request);
        ChatRequest redacted =
                new RequestTexts(text -> placeholders.redacted(text, sensitive)).edit(request);
        placeholders.kinds().forEach(found::add);
        return redacted;
    }

    private ChatRequest withoutInjections(ChatRequest request, Findings findings) {
        List<Message> messages =
                request.messages().stream().map(each -> withoutInjections(each, findings)).toList();
        return rules.injections() != Mode.REDACT || messages.equals(request.messages())
                ? request
                : request.withMessages(messages);
    }

    private static Message withoutInjections(Message message, Findings findings) {
        UnaryOperator<String> remove = text -> Injections.removed(text, findings::add);
        if (message.role().equals(Role.TOOL) || message.role().equals(Role.FUNCTION)) {
            return new RequestTexts(remove).message(message);
        }
        List<Part> content =
                message.content().stream()
                        .map(
                                part ->
                                        part instanceof Part.Text(String text, var extras)
                                                ? new Part.Text(
                                                        QuotedText.edit(text, remove), extras)
                                                : part)
                        .toList();
        return content.equals(message.content()) ? message : message.withContent(content);
    }

    private void refuse(Findings findings) {
        if (findings.hasData() && rules.data() == Mode.REFUSE) {
            throw refused(
                    "the request has personal data or secrets, and this model may not see them: "
                            + findings.dataInWords()
                            + "; remove them, or ask a model within the network");
        }
        if (findings.hasInjections() && rules.injections() == Mode.REFUSE) {
            throw refused(
                    "passages or tool results of the request look like prompt injections: "
                            + findings.injectionsInWords()
                            + "; remove them from the conversation");
        }
        if (findings.hasUnreadable() && rules.unreadable() == Unreadable.REFUSE) {
            throw refused(
                    "the request has images, audio or files, which cannot be searched, and this"
                            + " model may not see them; remove them, or ask a model within the"
                            + " network");
        }
    }

    private static FailureException refused(String why) {
        return new FailureException(new Failure.Invalid(Optional.empty(), "/guard: " + why));
    }
}
