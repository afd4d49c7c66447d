package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

/**
 * A chat whose tokens are counted, with the policy applied.
 *
 * @param request the chat for the model that would answer it, without commands
 * @param mayLeave true if no agent would see the chat, so that its text may go to a backend as it
 *     is; false if the tokens must be estimated, which would be an estimate anyway, since agents
 *     change a chat
 */
public record CountedChat(ChatRequest request, boolean mayLeave) {}
