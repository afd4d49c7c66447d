package dev.chasqui.adapters.skills;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The agent that lets the model choose among the skills that the caller may use. Where tools do not
 * fit, the request goes on as it is.
 */
record ChooserAgent(List<Skill> skills) implements Agent {
    /** The name of its command. */
    static final String NAME = "skills";

    ChooserAgent {
        skills = List.copyOf(skills);
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        List<Skill> allowed =
                skills.stream()
                        .filter(skill -> chain.exchange().caller().mayUse(skill.name()))
                        .toList();
        SkillTools tools = SkillTools.among(allowed);
        if (allowed.isEmpty() || !SkillAgent.toolsFit(request, tools)) {
            return chain.proceed(request);
        }
        String list =
                allowed.stream()
                        .map(skill -> "- " + skill.name() + ": " + skill.description())
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "You have skills. If one fits the task, call the tool "
                                                + SkillTools.USE
                                                + " with its name before you answer, and follow its"
                                                + " instructions.\n<skills>\n",
                                        "\n</skills>"));
        return ToolLoop.proceed(chain, request.withInstruction(list), tools);
    }
}
