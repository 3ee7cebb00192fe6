// What the buttons about headings and places set off.
import type { HeaderAnswer } from '../../shared/protocol.ts';
import type { Reply, Status } from './answers.ts';
import type { Heading, HeldHeading } from './answers-contract.ts';
import { type Choice, needsSetup, type SetupForm, saidOf } from './contract-model.ts';
import { focusOn } from './focus.ts';
import { type Model, withStatus } from './model.ts';
import {
  callAnswerHeader,
  callForgetCopy,
  callGoToTab,
  callNewColumn,
  callPutHeadingBack,
  callSaveSetup,
  callSetup,
} from './server-call.ts';
import { seekNothing } from './sought.ts';
import type { Store } from './store.ts';

export interface ContractActions {
  /** The card of headings and columns, looking at that row; null: at the one agreed on, or the likeliest. */
  readonly open: (row: number | null) => void;
  readonly close: () => void;
  readonly row: (row: number) => void;
  readonly choose: (heading: Heading, choice: Choice) => void;
  /** Of more headings than an answer takes. */
  readonly find: (text: string) => void;
  readonly edit: (index: number | null) => void;
  readonly confirm: () => void;
  readonly answer: (heading: HeldHeading, said: Omit<HeaderAnswer, 'index'>) => void;
  readonly writeBack: (heading: HeldHeading) => void;
  readonly newColumn: (heading: HeldHeading) => void;
  readonly goTo: (gid: number) => void;
  readonly forgetCopy: () => void;
}

export function contractActions({ model, show }: Store): ContractActions & { readonly follow: (now: Model) => void } {
  const gid = () => model().status?.gid ?? 0;
  const ofForm = (change: Partial<SetupForm>) => {
    const { contract } = model();
    if (contract.form !== null) show({ contract: { ...contract, form: { ...contract.form, ...change } } });
  };

  async function look(kind: SetupForm['kind'], row: number | null): Promise<void> {
    const { contract } = model();
    if (contract.form === null) seekNothing();
    const known = contract.form ?? { kind, view: null, choices: {}, editing: null, isCut: false };
    show({ work: 'agreeing', contract: { ...contract, form: { ...known, kind }, problem: null } });
    const reply = await callSetup(gid(), row);
    const { contract: now } = model();
    const isCut = reply.ok && reply.headings.items.length < reply.headings.count;
    const form: SetupForm = { kind, view: reply.ok ? reply : known.view, choices: {}, editing: null, isCut };
    show({ work: null, contract: { ...now, form, problem: reply.ok ? null : reply } });
    // A card that opened by itself leaves the keyboard where it is: perhaps in the sheet.
    if (kind === 'settings' && contract.form === null) focusOn('setup');
  }

  /** What was chosen meanwhile is kept. */
  async function find(text: string): Promise<void> {
    const { form } = model().contract;
    if (form?.view == null || model().work !== null) return;
    show({ work: 'agreeing' });
    const reply = await callSetup(gid(), form.view.headerRow, text);
    if (reply.ok) ofForm({ view: reply, editing: null });
    show({ work: null, contract: { ...model().contract, problem: reply.ok ? null : reply } });
  }

  /** What was answered is seen in the status that comes back. */
  async function change(call: () => Promise<Reply<Status>>, landing: string): Promise<void> {
    const { contract } = model();
    show({ work: 'agreeing', contract: { ...contract, problem: null } });
    const reply = await call();
    const { contract: now } = model();
    if (!reply.ok) show({ work: null, contract: { ...now, problem: reply } });
    else show({ ...withStatus(model(), reply), contract: { form: null, problem: null, newColumns: {} } });
    if (reply.ok && !focusOn(landing)) focusOn('sync');
  }

  const answer = (heading: HeldHeading, said: Omit<HeaderAnswer, 'index'>) =>
    change(
      () => callAnswerHeader(gid(), JSON.stringify({ index: heading.index, header: heading.header, ...said })),
      'headings',
    );

  async function newColumn({ index }: HeldHeading): Promise<void> {
    show({ work: 'agreeing' });
    const reply = await callNewColumn(gid(), index);
    const { contract } = model();
    const newColumns = reply.ok ? { ...contract.newColumns, [index]: reply } : contract.newColumns;
    show({ work: null, contract: { ...contract, newColumns, problem: reply.ok ? null : reply } });
    focusOn(`migration-${index}`);
  }

  function confirm(): void {
    const { form } = model().contract;
    if (form?.view == null) return;
    const { headerRow } = form.view;
    void change(() => callSaveSetup(gid(), headerRow, JSON.stringify(saidOf(form))), 'sync');
  }

  return {
    open: (row) => void look('settings', row),
    close: () => {
      show({ contract: { ...model().contract, form: null, problem: null } });
      focusOn('headings-settings');
    },
    row: (row) => void look(model().contract.form?.kind ?? 'settings', row),
    choose: ({ index, header }, choice) =>
      ofForm({ choices: { ...model().contract.form?.choices, [index]: { ...choice, header } } }),
    find: (text) => void find(text),
    edit: (editing) => {
      ofForm({ editing });
      if (editing !== null) focusOn(`use-${editing}`);
    },
    confirm,
    answer: (heading, said) => void answer(heading, said),
    writeBack: (heading) =>
      void change(() => callPutHeadingBack(gid(), heading.index, heading.proposal ?? ''), 'headings'),
    newColumn: (heading) => void newColumn(heading),
    goTo: (tab) => void change(() => callGoToTab(tab), 'sync'),
    forgetCopy: () => void change(callForgetCopy, 'key'),
    /** The card opens by itself where nothing was agreed on yet, and closes where another window did. */
    follow: ({ status, work, contract }) => {
      if (work !== null) return;
      const { form } = contract;
      if (needsSetup(status) && form === null) void look('first', null);
      else if (!needsSetup(status) && form?.kind === 'first') show({ contract: { ...contract, form: null } });
    },
  };
}
