package org.plenary.meeting.domain;

import java.time.Duration;

/** The values of the rule card that a meeting keeps. */
public record MeetingRules(
        int ruleCardVersion,
        Duration noticeMinimum,
        Duration regularBefore,
        Duration supplementaryBefore,
        int quorumOpen,
        int quorumDecide,
        Consultation consultation) {}
