/**
 * Many servers as one: who is there, and which of them owns which PBX. The database decides, by a
 * lease with an epoch; a node fences itself when it can not renew in time ({@code design.md}, "One
 * machine and many").
 */
package io.belfry.core.cluster;
