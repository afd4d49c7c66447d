/** IP networks. */
@NullMarked
package dev.chasqui.domain.network;

import org.jspecify.annotations.NullMarked;
