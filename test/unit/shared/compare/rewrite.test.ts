import { describe, expect, it } from 'vitest'
import { diff } from '../../../../shared/compare/diff.ts'

// How a rewrite of contract language is marked, in the notation of the helpers: `The [-three-]{+four+} days`. Both texts are read
// from the notation itself, so that what is expected is always a true redline of the two.

const NONE: ReadonlySet<number> = new Set()
const before = (marked: string) => marked.replace(/\{\+.*?\+\}/gs, '').replace(/\[-(.*?)-\]/gs, '$1')
const after = (marked: string) => marked.replace(/\[-.*?-\]/gs, '').replace(/\{\+(.*?)\+\}/gs, '$1')
function marked(a: string, b: string): string {
  let out = ''
  let at = 0
  for (const { a0, a1, b0, b1 } of diff({ text: a, breaks: NONE }, { text: b, breaks: NONE })) {
    out += a.slice(at, a0)
    if (a1 > a0) out += `[-${a.slice(a0, a1)}-]`
    if (b1 > b0) out += `{+${b.slice(b0, b1)}+}`
    at = a1
  }
  return out + a.slice(at)
}

describe('a rewrite reads as a negotiator would mark it', () => {
  it.each([
    'A teacher shall be allowed [-three (3)-]{+four (4)+} days of personal leave each year.',
    'The District shall contribute [-$650.00-]{+$710.00+} per month toward the premium for single coverage{+, effective January 1, 2024+}.',
    'Such request must be submitted [-in writing-]{+electronically+} to the principal {+or designee +}at least [-ten (10)-]{+five (5) school+} days in advance.',
    'Leave for [-study (with pay)-]{+illness (unpaid)+} is granted.',
    'Grievances shall be filed within twenty (20) days. {+A grievance not filed in time is waived. +}The principal shall respond within ten (10) days.',
    'Grievances shall be filed within twenty (20) days. [-A grievance not filed in time is waived. -]The principal shall respond within ten (10) days.',
    '[-Unused-]{+Up to two (2) unused+} days may [-not -]be carried over{+ to the following year+}.',
    'The Board [-may, in its sole discretion,-]{+shall+} grant a leave of absence without pay{+ upon request of a teacher with three (3) years of service+}.',
    'Teachers [-shall-]{+may elect to+} be paid in {+twenty (20) or +}twenty-four (24) equal installments on the 15th and the last day of each month.',
    'The duty day is [-eight (8)-]{+seven and one-half (7.5)+} hours, including a duty-free lunch of thirty (30) minutes.',
    'Effective July 1, [-2021-]{+2023+}, the salary schedule increases by [-2.0%-]{+3.5%; effective July 1, 2024, by a further 2.75%+}.',
    'Seniority is measured from the first day of {+continuous +}service in the District{+, less any unpaid leave of more than one (1) year+}.',
    'The [-teacher may appeal the -]decision of the principal [-to the superintendent, whose decision is final-]{+may be appealed by the teacher to the superintendent and then to the Board+}.',
    'Class size in grades K-3 [-shall-]{+should+} not exceed [-24-]{+22+} students{+; where it does, the teacher receives $50.00 per student per month+}.',
    '[-A mentor shall be assigned-]{+The District shall assign a mentor+} to each new teacher.',
    'Article [-XII-]{+XIII+}, Section [-5.4.9-]{+5.4.10+} applies.',
    'the Superintendent or [-his -]designee',
    'Leave shall be granted for: illness, injury, {+bereavement, +}and death in the family.',
    'The Association {+and its members +}shall have the right to use school buildings {+and equipment +}for meetings{+, at no cost+}.',
    'No teacher shall be disciplined{+, reprimanded, suspended, or discharged+} without just cause.',
    '[-If-]{+The District may require a statement from a physician if+} a teacher is absent for more than [-five (5)-]{+three (3)+} consecutive days[-, the District may require a statement from a physician-]. The {+District bears the +}cost of the statement[- is borne by the teacher-].',
    'This Agreement is effective July 1, [-2021-]{+2023+} through June 30, [-2023-]{+2025, and thereafter until a new agreement is ratified+}.',
    'Teachers will receive [-one-]{+one (1)+} preparation period daily of [-fifty-]{+not less than fifty (50)+} minutes.',
    '[-the parties-]{+The Parties+} agree that the pilot program will sunset on June 30, [-2023-]{+2025.+}',
    'Payment is made [- -]in June. [- -]It is final.',
    'The employee shall notify the [-supervisor. The supervisor shall notify the office. The office-]{+office, which+} shall record the absence{+ and inform the supervisor+}.',
    'A joint committee of [-four (4) teachers and four (4) administrators-]{+five (5) teachers, appointed by the Association, and five (5) administrators, appointed by the Superintendent,+} meets [-monthly-]{+quarterly+} to review curriculum{+ and assessment+}.',
    'Insurance: The District pays [-85%-]{+90%+} of the premium of the family plan, and 100% of the premium of the single plan.',
    'Tenure is governed by Minn. Stat. 122A.40{+, Subd. 5,+} and the rules of the Board.',
    'Teachers are paid monthly. [-The business office mails each check to the home address on file-]{+Pay is deposited by direct transfer on the last banking day of the month+}. Errors are corrected at once.',
    '[-The-]{+A+} teacher may use [-such-]{+personal+} leave in [-one-half (1/2)-]{+hourly+} increments.',
    'Notice shall be given [-thirty (30)-]{+forty-five (45)+} days',
    'A stipend of [-$1,250.00-]{+$1,250+} is paid',
    'See Article [-IX, 5.4-]{+X, 5.5+}, and Appendix [-B-]{+C+}.',
    '[-shall-]{+Shall+} be paid',
  ])('%s', (redline) => {
    expect(marked(before(redline), after(redline))).toBe(redline)
  })
})
