package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The rule for the members that this server adds to a request to a hosted service. */
final class HostedMembers {
    static final String EFFORT = "reasoning_effort";

    private HostedMembers() {}

    /** Returns the service's name of a member; empty if the service shall not get it. */
    static Optional<String> nameOf(ServiceMembers takes, String member, Json value) {
        boolean usual = !Sampling.NAMES.contains(member) || Sampling.isOfOpenAi(member);
        // Most models refuse this member if they cannot reason, even as "none".
        boolean idle = member.equals(EFFORT) && value.equals(Json.of("none"));
        return idle ? Optional.empty() : takes.nameOf(member, usual);
    }
}
