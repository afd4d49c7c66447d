package dev.chasqui.adapters.skills;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.util.ArrayList;
import java.util.List;

/**
 * The agent that puts a skill into the request. The model reads the skill's files by a tool; where
 * tools do not fit, the small files that the skill names are put in, too.
 */
record SkillAgent(Skill skill) implements Agent {
    private static final int MOST_OF_FILE = 16 << 10;
    private static final int MOST_OF_FILES = 64 << 10;
    private static final int BAD_REQUEST = 400;

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        ChatRequest allowed = withQuestion(withAllowedTools(request));
        String files = SkillTools.files(skill, "");
        if (files.isEmpty()) {
            return chain.proceed(instructed(allowed, ""));
        }
        SkillTools tools = SkillTools.of(skill);
        if (!toolsFit(allowed, tools)) {
            return chain.proceed(inlined(allowed));
        }
        try {
            return ToolLoop.proceed(chain, instructed(allowed, files), tools);
        } catch (FailureException e) {
            // Many models take no tools; a client that brought tools of its own knows that its
            // model does.
            boolean noTools =
                    allowed.tools().isEmpty()
                            && e.failure() instanceof Failure.BackendRefused refused
                            && refused.status() == BAD_REQUEST;
            if (!noTools) {
                throw e;
            }
            return chain.proceed(inlined(allowed));
        }
    }

    private ChatRequest instructed(ChatRequest request, String more) {
        String text =
                "<skill name=\"%s\">\n%s\n</skill>".formatted(skill.name(), skill.instructions());
        return request.withInstruction(more.isEmpty() ? text : text + "\n\n" + more);
    }

    private ChatRequest inlined(ChatRequest request) {
        return instructed(request, SkillTools.inlined(skill, MOST_OF_FILE, MOST_OF_FILES));
    }

    /**
     * Returns true if the model may call tools of the server's own. A reply of a fixed form and a
     * forced call leave no room for them; models that are asked to think may need their thoughts
     * signed before a call.
     */
    static boolean toolsFit(ChatRequest request, OwnTools tools) {
        boolean unsigned =
                request.settings().thinking() instanceof Thinking.Unset
                        || request.settings().thinking() instanceof Thinking.Off;
        return unsigned
                && request.form() == ChatRequest.Form.CHAT
                && !request.settings().format().structured()
                && request.settings().toolChoice() instanceof ToolChoice.Auto
                && request.tools().stream()
                        .noneMatch(
                                tool ->
                                        tool instanceof Tool.Function function
                                                && tools.has(function.name()));
    }

    /** Leaves the client's tools out that the skill does not allow. */
    private ChatRequest withAllowedTools(ChatRequest request) {
        if (skill.allowedTools().isEmpty() || request.tools().isEmpty()) {
            return request;
        }
        // An entry such as Bash(git:*) allows the tool Bash; its bounds are the client's to check.
        List<String> names =
                skill.allowedTools().get().stream()
                        .map(entry -> entry.replaceFirst("\\(.*", ""))
                        .toList();
        List<Tool> kept =
                request.tools().stream().filter(tool -> names.contains(name(tool))).toList();
        if (kept.size() == request.tools().size()) {
            return request;
        }
        ChatRequest changed = request.withTools(kept);
        boolean namesMissing =
                request.settings().toolChoice() instanceof ToolChoice.Function(String forced)
                        && !names.contains(forced);
        return kept.isEmpty() || namesMissing
                ? changed.withSettings(changed.settings().withToolChoice(new ToolChoice.Auto()))
                : changed;
    }

    private static String name(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Other(var value) ->
                    value.text("name").or(() -> value.text("type")).orElse("");
        };
    }

    /** Gives a user message that was the command alone a text: models need one. */
    private static ChatRequest withQuestion(ChatRequest request) {
        Message question = request.question().orElse(null);
        if (question == null || question.content().size() > 1 || !question.text().isBlank()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(
                messages.lastIndexOf(question),
                question.withFirstText("Follow the instructions of the skill."));
        return request.withMessages(messages);
    }
}
