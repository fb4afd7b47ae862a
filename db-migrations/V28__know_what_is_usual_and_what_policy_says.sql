-- What is usual among the sellers of a category, measured after imports and once a day: what the desk draws a seller against.
create table category_usual (
  -- empty: the whole marketplace, for sellers of no category, or of one too small to compare with
  category     text        not null,
  measure      text        not null constraint ck_category_usual_measure
                           check (measure in ('orders', 'value', 'late', 'refunded', 'low_review', 'disputed')),
  sellers      integer     not null,
  -- of a share, over all orders of all its sellers; null of what is no share
  happened     bigint,
  counted      bigint,
  -- what 80 of 100 sellers lie between; null where too few were measured
  low          double precision,
  high         double precision,
  as_of        timestamptz not null,
  measured_at  timestamptz not null,
  constraint pk_category_usual primary key (category, measure),
  constraint ck_category_usual_range check ((low is null) = (high is null)),
  constraint ck_category_usual_share check ((happened is null) = (counted is null))
);
grant select, insert, delete on category_usual to assize_app;

-- What policy says of each scheme, in the languages of the product: shown beside the verdict. A change is another version.
create table policy_text (
  typology    text        not null,
  version     integer     not null,
  -- as the house's policy numbers it
  section     text        not null,
  body_en     text        not null,
  body_zh_cn  text        not null,
  changed_by  uuid        not null constraint fk_policy_text_actor references actor,
  changed_at  timestamptz not null,
  constraint pk_policy_text primary key (typology, version)
);
create index ix_policy_text_changed_by on policy_text (changed_by);
create trigger tr_policy_text_insert_only before update or delete on policy_text for each row execute function refuse_change();
grant select, insert on policy_text to assize_app;

insert into policy_text (typology, version, section, body_en, body_zh_cn, changed_by, changed_at)
select typology, 1, section, en, zh, '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z'
from (values
  ('fake_shop', '4.1',
   'A shop that takes money and means not to deliver. Look for parcels overdue across many buyers, prices far below the market and an account younger than its promises. Late alone is no fraud: ask whether anything was ever delivered. Hold the payout first; suspend when buyers are still being taken in.',
   '收钱而无意发货的店铺。要看：多名买家的包裹同时逾期、价格远低于市价、账号比其承诺还年轻。仅仅迟到不算欺诈：先问是否真的送达过任何东西。先冻结货款；若仍有买家受骗，则暂停店铺。'),
  ('brushing', '4.2',
   'Orders that the seller placed with itself, for rank or reviews. Look for buyers who share devices, addresses or payment means, buy only here, and all review well at once. A discount campaign brings many buyers too, but not the same ones. Warn at the first time; suspend when it is repeated or tied to a ring.',
   '卖家为排名或好评给自己下的单。要看：买家共用设备、地址或付款方式，只在此购买，并同时给出好评。促销也会带来许多买家，但不会是同一批人。初犯警告；屡犯或涉及团伙则暂停。'),
  ('stolen_payment', '4.3',
   'Paid with a card or account that is not the buyer''s. Look for a payment means new to the buyer, a device new to both, an address far from the usual and a hurry to ship. Cancel before the parcel leaves; refund the holder. Do not warn the buyer, who may be the thief or the victim.',
   '用不属于买家的卡或账户付款。要看：该买家首次使用的付款方式、双方都陌生的设备、远离惯常的地址、催促发货。在包裹发出前取消订单，并向持有人退款。不要警告买家：其可能是盗用者，也可能是受害者。'),
  ('account_takeover', '4.4',
   'An honest account in somebody else''s hands. Look for a sudden change of device, address or bank account, then for trade unlike the account''s own past. Hold the payout and refund the buyers; the owner of the account is a victim, so do not suspend for good.',
   '正当账号落入他人之手。要看：设备、地址或银行账户突然变更，随后的交易与该账号以往不同。冻结货款并向买家退款；账号主人是受害者，因此不要永久暂停。'),
  ('refund_abuse', '4.5',
   'Refunds claimed for what arrived and was kept. Look at how often this buyer claims, on what amounts, with which sellers, and whether deliveries were confirmed. A seller with many honest refunds has a quality problem, which is not this. Warn at the first time; hold further refunds when it is repeated.',
   '货已收到并留用，却仍要求退款。要看：该买家索赔的频率、金额、涉及的卖家，以及是否确认送达。若是卖家有大量正当退款，那是质量问题，不属此条。初犯警告；屡犯则暂缓其退款。'),
  ('reregistration', '4.6',
   'Somebody who was suspended, back under another name. A shared bank account, device or telephone with a suspended seller is strong; a shared mail provider or carrier address is nothing. Judge the ties, not the trade. Suspend, and name the earlier account in the rationale.',
   '被暂停者改名重来。与被暂停卖家共用银行账户、设备或电话，证据有力；共用邮件服务商或运营商地址则不说明问题。判断的是关联，而不是交易。予以暂停，并在理由中写明原账号。'),
  ('bust_out', '4.7',
   'A good name used up at once. Look for an old account with a quiet past, then a jump in value over a few days, often in other goods, and deliveries that stop. A season or a sale explains a jump as well: look at earlier years. Hold the payout at once: time is what the scheme needs.',
   '一次用尽积累的好名声。要看：往日平静的老账号，数日内金额骤增，往往换了品类，随后停止发货。旺季或促销也会带来骤增：请对比往年。立即冻结货款：此类骗局所需的正是时间。'),
  ('counterfeit', '4.8',
   'Goods that are not what their brand says. Prices and reviews raise the suspicion; a notice by the holder of the right, a test purchase or pictures of the goods decide it. Without one of them the verdict is Inconclusive. Attach what decided it as evidence.',
   '商品与其品牌不符。价格和评价只能引起怀疑；权利人通知、测试购买或商品图片才能定论。缺少其中任何一项，结论应为“无法定论”。请将定论依据附为证据。'),
  ('other', '4.9',
   'Fraud that follows none of the schemes above. Say in the rationale who was deceived, of what, and how you know. If the same happens twice, tell a lead: it may deserve a section of its own.',
   '不属于以上任何一种的欺诈。在理由中写明：谁受了骗、骗去了什么、依据是什么。若同样情形出现两次，请告知主管：或许应当单列一条。')
) as first (typology, section, en, zh);

-- Which version was in force when the verdict was reached; null where nothing was said of it yet, or the verdict is no fraud.
alter table verdict add column policy_text_version integer;
alter table verdict add constraint fk_verdict_policy_text
  foreign key (typology, policy_text_version) references policy_text (typology, version);
create index ix_verdict_policy_text on verdict (typology, policy_text_version) where policy_text_version is not null;
