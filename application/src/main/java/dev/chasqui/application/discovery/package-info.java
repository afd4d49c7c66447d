/**
 * Discovery: servers that announce themselves on the network are asked what they are, and are
 * backends while they are there. Their addresses obey the rules of registered servers, and none of
 * them gets a key.
 *
 * <pre>
 * announced --(1 s without a change)--> asked --(it answers)--> used
 *                   ^                     |                       |
 *                   +--(later, ever more)-+ no answer             | withdrawn
 *                                                                 v
 *                         gone <--(no answer)-- asked <--(grace)--+
 * </pre>
 */
@NullMarked
package dev.chasqui.application.discovery;

import org.jspecify.annotations.NullMarked;
